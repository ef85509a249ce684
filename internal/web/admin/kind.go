package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// kindIn is the kind in the address, for an organisation that the reader configures.
func (p *pages) kindIn(c *web.Ctx) (kindPage, error) {
	org, _, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return kindPage{}, err
	}
	k := kindPage{org: org, kind: ticket.Kind(c.Param("kind"))}
	if !k.kind.Valid() {
		return k, errs.Missing()
	}
	k.config, err = p.Ticket.KindConfig(c.Context(), org.ID, k.kind)
	return k, err
}

// stages are the moments at which something can be asked for, with the columns that an organisation may ask for then.
var stages = []string{"report", "resolve"}

var askable = []string{"category_id", "group_id", "assignee_id", "unit_id", "site_id"}

func (p *pages) kind(c *web.Ctx) error {
	k, err := p.kindIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm()
	if k.config.Enabled {
		f.Set("enabled", "1")
	}
	if k.config.Portal {
		f.Set("portal", "1")
	}
	var pairs []string
	for _, name := range []string{"enabled", "portal"} {
		pairs = append(pairs, name, f.Get(name))
	}
	for _, stage := range stages {
		for _, column := range k.config.Required[stage] {
			pairs = append(pairs, "required."+stage, column)
		}
	}
	return p.showKind(c, http.StatusOK, k, web.NewForm(pairs...))
}

func (p *pages) showKind(c *web.Ctx, status int, k kindPage, f *web.Form) error {
	var wanted []ui.Option
	for _, column := range askable {
		wanted = append(wanted, ui.Option{Value: column, Text: c.T.T("admin.kind.column." + column)})
	}
	a := ask(c, f, "admin.kind.").yes("enabled").yes("portal")
	for _, stage := range stages {
		a.several("required."+stage, wanted)
	}
	form := a.form(k.path(), c.T.T("admin.save"))
	form.form.Version = text(k.config.Version)
	history, err := p.kindHistory(c, k)
	if err != nil {
		return err
	}
	main := []templ.Component{
		panel(ui.PanelView{ID: "states", Title: c.T.T("admin.kind.states"), Action: &ui.ActionLink{Href: k.path("states", fresh), Text: c.T.T("admin.kind.add_state")}}, note(c.T.T("admin.kind.states_help")), substateTable(c, k)),
		panel(ui.PanelView{ID: "fields", Title: c.T.T("admin.kind.fields"), Action: &ui.ActionLink{Href: k.path("fields", fresh), Text: c.T.T("admin.kind.add_field")}}, note(c.T.T("admin.kind.fields_help")), fieldTable(c, k)),
	}
	beside := []templ.Component{panel(ui.PanelView{ID: "rules", Title: c.T.T("admin.kind.rules")}, formBody(c.T, form)), history}
	h := head{title: k.name(c), lead: k.org.Name + ", " + c.T.T("admin.kind.version", "version", version(c, k.config.Version)), above: k.crumbs(c)[:1], tags: kindTags(c, k.config)}
	return p.show(c, status, h, split(main, beside))
}

func substateTable(c *web.Ctx, k kindPage) templ.Component {
	t := ui.TableView{ID: "state", Caption: c.T.T("admin.kind.states"), CaptionHidden: true, Columns: columns(c, "name", "during", "after", "active")}
	for _, s := range k.config.Substates {
		var after []string
		for _, key := range s.After {
			if before, ok := k.config.Substate(key); ok {
				after = append(after, inWords(c, before.Sv, before.En))
			}
		}
		t.Rows = append(t.Rows, ui.Row{ID: s.Key, Muted: s.Hidden, Cells: []ui.Cell{
			{Text: inWords(c, s.Sv, s.En), Href: k.path("states", s.Key), Item: true},
			{Text: c.T.T("desk.state." + string(s.State))},
			{Text: orValue(strings.Join(after, ", "), c.T.T("admin.kind.any"))},
			{Content: tags(endedTag(c, !s.Hidden))},
		}})
	}
	if len(t.Rows) == 0 {
		return note(c.T.T("admin.list.empty"))
	}
	return ui.Table(t)
}

func fieldTable(c *web.Ctx, k kindPage) templ.Component {
	t := ui.TableView{ID: "field", Caption: c.T.T("admin.kind.fields"), CaptionHidden: true, Columns: columns(c, "name", "type", "required", "in_portal")}
	for _, f := range k.config.Fields {
		when := c.T.T("admin.kind.never")
		if f.Required != "" {
			when = c.T.T("admin.kind.required." + f.Required)
		}
		t.Rows = append(t.Rows, ui.Row{ID: f.Key, Cells: []ui.Cell{
			{Text: inWords(c, f.Sv, f.En), Href: k.path("fields", f.Key), Item: true}, {Text: c.T.T("admin.kind.type." + f.Type)}, {Text: when}, {Text: c.T.T(yesNo(f.Portal))},
		}})
	}
	if len(t.Rows) == 0 {
		return note(c.T.T("admin.list.empty"))
	}
	return ui.Table(t)
}

// kindHistory lists who has changed the kind.
func (p *pages) kindHistory(c *web.Ctx, k kindPage) (templ.Component, error) {
	all, err := p.Ticket.KindHistory(c.Context(), c.Actor(), k.org.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v ticket.KindVersion) bool { return v.Kind != k.kind })
	var ids []directory.PersonID
	for _, v := range all {
		ids = append(ids, v.By)
	}
	names, err := p.Directory.Names(c.Context(), c.Actor(), ids...)
	if err != nil {
		return nil, err
	}
	var facts []ui.Definition
	for _, v := range all {
		facts = append(facts, ui.Definition{Term: strconv.FormatInt(v.Version, 10), Text: c.T.DateTime(v.At) + " " + orValue(names[v.By], c.T.T("admin.system"))})
	}
	v := ui.PanelView{ID: "versions", Title: c.T.T("admin.kind.versions")}
	if len(facts) == 0 {
		return panel(v, note(c.T.T("admin.kind.untouched"))), nil
	}
	return panel(v, ui.DefinitionList(facts)), nil
}

// changeKind decides whether the kind is used, and what every ticket of it needs.
func (p *pages) changeKind(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	k, err := p.kindIn(c)
	if err != nil {
		return err
	}
	config := k.config
	config.Enabled, config.Portal, config.Required = f.Has("enabled"), f.Has("portal"), map[string][]string{}
	for _, stage := range stages {
		config.Required[stage] = slices.DeleteFunc(f.All("required."+stage), func(s string) bool { return !slices.Contains(askable, s) })
	}
	return p.saveKind(c, k, f, "", config, func(status int) error { return p.showKind(c, status, k, f) })
}

// saveKind makes a new version of a kind, or shows the form again. The capability counts states and fields in the names
// of its errors; prefix is what the form leaves out of them.
func (p *pages) saveKind(c *web.Ctx, k kindPage, f *web.Form, prefix string, config ticket.KindConfig, show func(status int) error) error {
	_, err := p.Ticket.SaveKind(c.Context(), c.Actor(), k.org.ID, k.kind, f.Int("version"), config)
	if status, yes := again(f, bare(err, prefix)); yes {
		return show(status)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.kind.saved", "name", k.name(c))
	return c.Redirect(k.path())
}
