package admin

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// newRight asks for a role for a person.
func (p *pages) newRight(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	return p.showNewRight(c, http.StatusOK, who, web.NewForm("role", c.Query("role")))
}

func (p *pages) showNewRight(c *web.Ctx, status int, who directory.Person, f *web.Form) error {
	roles, err := p.Access.Roles(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	var offered []ui.Option
	for _, r := range roles {
		if len(r.Reaches) > 0 {
			offered = append(offered, ui.Option{Value: r.Key, Text: r.Name(i18n.ParseLang(c.T.Lang()))})
		}
	}
	where, err := p.reaches(c, who.Org)
	if err != nil {
		return err
	}
	var limits []ui.Option
	for _, o := range where {
		if reach, _, _ := strings.Cut(o.Value, ":"); slices.Contains(narrowing(), authz.Reach(reach)) {
			limits = append(limits, o)
		}
	}
	choose := c.T.T("admin.choose")
	form := ask(c, f, "admin.rights.").choice("role", choose, offered, medium, required).choice("of", choose, where, medium, required).
		choice("limits", c.T.T("admin.rights.unlimited"), limits, medium).day("from").day("to").line("for", medium).form(personPath(who.ID, "rights"), c.T.T("admin.rights.give"))
	form.cancel = personPath(who.ID, "rights")
	above := append(personCrumbs(c, who), ui.Crumb{Href: form.cancel, Text: c.T.T("admin.rights.title")})
	return p.show(c, status, head{title: c.T.T("admin.rights.give"), lead: who.Name(), above: above}, formBody(c.T, form))
}

// reaches is where a role can count, each under what sort of place it is. What a role cannot be given for, the use case
// refuses.
func (p *pages) reaches(c *web.Ctx, org directory.OrgID) ([]ui.Option, error) {
	ctx, by := c.Context(), c.Actor()
	o, err := p.Directory.Organisation(ctx, by, org)
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	add := func(reach authz.Reach, id int64, name string) {
		out = append(out, ui.Option{Value: string(reach) + ":" + text(id), Text: name, Group: c.T.T("admin.reach." + string(reach))})
	}
	add(authz.Organisation, int64(o.ID), o.Name)
	units, err := p.Directory.Units(ctx, by, org)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		add(authz.Unit, int64(u.ID), indent(depth(u.Path))+u.Name)
	}
	places, err := p.Directory.PlacesIn(ctx, by, org)
	if err != nil {
		return nil, err
	}
	for _, x := range places {
		add(x.Reach, x.ID, x.Name)
	}
	if by.Has(access.RoleGrant, authz.Everywhere) {
		out = append(out, ui.Option{Value: string(authz.Everywhere) + ":0", Text: c.T.T("admin.reach.everywhere"), Group: c.T.T("admin.reach.everywhere")})
	}
	return out, nil
}

// narrowing is what a role in ordering can be narrowed to.
func narrowing() []authz.Reach {
	return []authz.Reach{authz.CostCentre, authz.Reference, authz.Service, authz.Object}
}

// grant gives the role. What the sender may not give is told in the form, which keeps what was chosen.
func (p *pages) grant(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	in, err := p.grantInput(c, who, f)
	var id access.RightID
	if err == nil {
		id, err = p.Access.Grant(c.Context(), c.Actor(), in)
	}
	if errs.Is(err, errs.Forbidden) {
		f.Failed(wrong("role", "admin.rights.more_than_own"))
		return p.showNewRight(c, http.StatusForbidden, who, f)
	}
	if status, yes := again(f, err); yes {
		return p.showNewRight(c, status, who, f)
	}
	if err != nil {
		return err
	}
	given := "admin.rights.given"
	if rights, err := p.Access.GrantsOf(c.Context(), c.Actor(), who.ID); err == nil && slices.ContainsFunc(rights, func(r access.Right) bool { return r.ID == id && r.Waiting }) {
		given = "admin.rights.given_waits"
	}
	c.Flash(given, "name", who.Name())
	return c.Redirect(personPath(who.ID, "rights"))
}

func (p *pages) grantInput(c *web.Ctx, who directory.Person, f *web.Form) (access.GrantInput, error) {
	in := access.GrantInput{Person: who.ID, Role: f.Get("role")}
	var bad errs.Fields
	take := func(err error) { bad = append(bad, errs.FieldsOf(err)...) }
	reach, id, _ := strings.Cut(f.Get("of"), ":")
	in.Reach, in.Of = authz.Reach(reach), parse(id)
	if l, of, ok := strings.Cut(f.Get("limits"), ":"); ok {
		in.Limits = []authz.Limit{{Reach: authz.Reach(l), Of: parse(of)}}
	}
	if in.Role == "" {
		bad.Add("role", "field.choice")
	}
	if reach == "" {
		bad.Add("of", "field.choice")
	}
	var err error
	if in.From, err = dayOf(c, "from", f.Get("from")); err != nil {
		take(err)
	}
	if in.To, err = dayOf(c, "to", f.Get("to")); err != nil {
		take(err)
	}
	if !in.To.IsZero() {
		in.To = in.To.AddDate(0, 0, 1) // The whole last day counts.
	}
	if f.Get("for") != "" {
		found, err := p.oneByWords(c, f.Get("for"))
		if err != nil && errs.FieldsOf(err) == nil {
			return in, err
		}
		take(err)
		in.For = found.ID
	}
	return in, rename(bad.Err(), map[string]string{"reach": "of"})
}

// dayOf is the beginning of a day in Sweden that a field names; zero for none.
func dayOf(c *web.Ctx, field, day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	at, err := fromDay(c, day)
	if err != nil {
		return at, wrong(field, "error.date")
	}
	return at, nil
}

// oneByWords is the one person whom the words find; a field error when there is none or more than one.
func (p *pages) oneByWords(c *web.Ctx, words string) (directory.Person, error) {
	hits, err := p.Directory.LookUp(c.Context(), c.Actor(), words, 5)
	if err != nil {
		return directory.Person{}, err
	}
	exact := slices.IndexFunc(hits, func(h directory.PersonHit) bool {
		return strings.EqualFold(h.Login, words) || strings.EqualFold(h.Email, words)
	})
	switch {
	case exact >= 0:
		return hits[exact].Person, nil
	case len(hits) == 1:
		return hits[0].Person, nil
	case len(hits) == 0:
		return directory.Person{}, wrong("for", "admin.person.unknown")
	}
	return directory.Person{}, wrong("for", "admin.person.several")
}
