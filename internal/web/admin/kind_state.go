package admin

import (
	"fmt"
	"net/http"
	"slices"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// substate asks for a state of an organisation's own, a new one or one that is there.
func (p *pages) substate(c *web.Ctx) error {
	k, i, err := p.substateIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("state", string(ticket.StateOpen), "active", "1")
	if i >= 0 {
		s := k.config.Substates[i]
		pairs := []string{"sv", s.Sv, "en", s.En, "state", string(s.State)}
		for _, key := range s.After {
			pairs = append(pairs, "after", key)
		}
		if !s.Hidden {
			pairs = append(pairs, "active", "1")
		}
		f = web.NewForm(pairs...)
	}
	return p.showSubstate(c, http.StatusOK, k, i, f)
}

// substateIn is the state in the address; -1 for one that is being added.
func (p *pages) substateIn(c *web.Ctx) (kindPage, int, error) {
	k, err := p.kindIn(c)
	if err != nil || c.Param("key") == fresh {
		return k, -1, err
	}
	i := slices.IndexFunc(k.config.Substates, func(s ticket.Substate) bool { return s.Key == c.Param("key") })
	if i < 0 {
		return k, i, errs.Missing()
	}
	return k, i, nil
}

func (p *pages) showSubstate(c *web.Ctx, status int, k kindPage, i int, f *web.Form) error {
	var during, others []ui.Option
	for _, s := range []ticket.State{ticket.StateOpen, ticket.StateOnHold} {
		during = append(during, ui.Option{Value: string(s), Text: c.T.T("desk.state." + string(s))})
	}
	for j, s := range k.config.Substates {
		if j != i {
			others = append(others, ui.Option{Value: s.Key, Text: inWords(c, s.Sv, s.En)})
		}
	}
	a := ask(c, f, "admin.kind.").line("sv", medium, required, inLang("sv")).line("en", medium, inLang("en")).radio("state", during)
	if len(others) > 0 {
		a.several("after", others)
	}
	title := c.T.T("admin.kind.add_state")
	if i >= 0 {
		title = inWords(c, k.config.Substates[i].Sv, k.config.Substates[i].En)
		a.yes("active", helped(c.T.T("admin.kind.hide_help")))
	}
	form := a.form(k.path("states", c.Param("key")), c.T.T("admin.save"))
	form.form.Version, form.cancel = text(k.config.Version), k.path()
	return p.show(c, status, head{title: title, lead: k.name(c), above: k.crumbs(c)}, formBody(c.T, form))
}

// saveSubstate adds or changes a state. Running tickets keep the version that they carry.
func (p *pages) saveSubstate(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	k, i, err := p.substateIn(c)
	if err != nil {
		return err
	}
	config, at := k.config, i
	config.Substates = slices.Clone(config.Substates)
	s := ticket.Substate{Sv: f.Get("sv"), En: f.Get("en"), State: ticket.State(f.Get("state")), After: f.All("after"), Hidden: i >= 0 && !f.Has("active")}
	if i < 0 {
		s.Key = newKey(f.Get("en"), f.Get("sv"), func(key string) bool { _, taken := config.Substate(key); return taken || ticket.State(key).Valid() })
		config.Substates = append(config.Substates, s)
		at = len(config.Substates) - 1
	} else {
		s.Key = config.Substates[i].Key
		config.Substates[i] = s
	}
	return p.saveKind(c, k, f, fmt.Sprintf("substates.%d.", at), config, func(status int) error { return p.showSubstate(c, status, k, i, f) })
}
