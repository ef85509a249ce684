package connectors

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// showOne is the form of a connector, and beside it how it does.
func (p *pages) showOne(c *web.Ctx, status int, f *web.Form, org directory.OrgID, x connector.Connector) error {
	t := c.T
	places, err := p.places(c, org)
	if err != nil {
		return err
	}
	way := connector.Way(f.Get("way"))
	secret := sheet.Field{Name: "secret", Type: "password", Required: !x.HasSecret, Width: "m", Label: t.T(area + "secret_" + string(way))}
	if x.HasSecret {
		secret.Hint = t.T("connector.secret_kept")
	}
	f.Set("secret", "") // What was typed is never sent back.
	fields := []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "place", Kind: sheet.Choice, Required: true, Empty: t.T("connector.choose"), Options: places},
	}
	f.Set("place", f.Get("desk")+":"+f.Get("category"))
	switch way {
	case connector.ByWebhook:
		fields = append(fields, sheet.Field{Name: "url", Type: "url", Required: true, Hint: t.T(area + "url_webhook_help")}, secret)
	case connector.ByLDAP:
		fields = append(fields, ldapFields(c)...)
		fields = append(fields, secret)
	}
	fields = append(fields, sheet.Field{Name: "minutes", Required: true, Width: "s"})
	if x.Kind == connector.Password {
		fields = append(fields, sheet.Field{Name: "policy_sv", Kind: sheet.Long}, sheet.Field{Name: "policy_en", Kind: sheet.Long})
	}
	fields = append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	action, title := paths.AdminConnectors(), t.T("connector.add")+": "+t.T("connector.kind."+string(x.Kind))
	if x.ID != 0 {
		action, title = paths.AdminConnectors(sheet.Text(x.ID)), x.Name
	}
	form := sheet.Of(c, f, area, action, t.T("connector.save"), fields...).Versioned(sheet.Text(x.Version)).Hidden("org", sheet.Text(org)).Hidden("kind", string(x.Kind)).
		Hidden("way", string(way)).Back(in(org, paths.AdminConnectors()))
	h := sheet.Head{Title: title, Lead: t.T("connector.way." + string(way)), Above: []ui.Crumb{home(c, org)}}
	if x.ID == 0 {
		return p.show(c, status, h, form.Show(t))
	}
	h.Tags = []ui.TagView{state(c, &x)}
	return p.show(c, status, h, sheet.Split([]templ.Component{form.Show(t)}, p.beside(c, &x)))
}

func ldapFields(c *web.Ctx) []sheet.Field {
	t := c.T
	options := func(key string, values ...string) []ui.Option {
		var out []ui.Option
		for _, v := range values {
			out = append(out, ui.Option{Value: v, Text: t.T(key + v)})
		}
		return out
	}
	return []sheet.Field{
		{Name: "url", Required: true, Hint: t.T(area + "url_ldap_help")},
		{Name: "starttls", Kind: sheet.Yes},
		{Name: "ca", Kind: sheet.Long},
		{Name: "bind", Required: true},
		{Name: "base", Required: true},
		{Name: "attr", Required: true, Width: "s"},
		{Name: "by", Kind: sheet.Choice, Required: true, Options: options("connector.by.", string(connector.ByLogin), string(connector.ByExternal), string(connector.ByEmail))},
		{Name: "set", Kind: sheet.Choice, Required: true, Options: options("connector.set.", string(connector.SetExtended), string(connector.SetUser), string(connector.SetUnicode))},
		{Name: "force", Kind: sheet.Yes},
	}
}

// places are the desks with their categories: where the cases of the jobs are kept.
func (p *pages) places(c *web.Ctx, org directory.OrgID) ([]ui.Option, error) {
	desks, err := p.Directory.Desks(c.Context(), c.Actor())
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, d := range desks {
		if d.Org != org || len(out) > mostPlaces {
			continue
		}
		list, err := p.Ticket.Categories(c.Context(), d.ID)
		if err != nil {
			return nil, err
		}
		names := map[ticket.CategoryID]string{}
		for _, k := range list {
			name := k.Name(c.T.Lang())
			if above := names[k.Parent]; above != "" {
				name = above + " / " + name
			}
			if names[k.ID] = name; k.Active {
				out = append(out, ui.Option{Value: sheet.Text(d.ID) + ":" + sheet.Text(k.ID), Text: d.Name + ": " + name})
			}
		}
	}
	return out, nil
}

// mostPlaces bounds the list.
const mostPlaces = 500

// beside tells how a connector does, and where the other system answers.
func (p *pages) beside(c *web.Ctx, x *connector.Connector) []templ.Component {
	t, id := c.T, sheet.Text(x.ID)
	facts := []ui.Definition{{Term: t.T("connector.column.done"), Text: t.DateTime(x.DoneAt)}}
	if x.Way == connector.ByWebhook {
		facts = append(facts, ui.Definition{Term: t.T("connector.answer_to"), Text: p.Connector.CallBack(x)})
	}
	if !x.TriedAt.IsZero() {
		result := t.T("connector.tried_well")
		if x.Tried != "" {
			result = t.T("connector.fault." + x.Tried)
		}
		facts = append(facts, ui.Definition{Term: t.T("connector.tried"), Text: t.DateTime(x.TriedAt) + ": " + result})
	}
	if x.Failed != "" {
		facts = append(facts, ui.Definition{Term: t.T("connector.failed"), Text: t.DateTime(x.FailedAt) + ": " + t.T("connector.fault."+x.Failed)})
	}
	pause, words := "1", t.T("connector.resume")
	if x.Active {
		pause, words = "", t.T("connector.pause")
	}
	return []templ.Component{
		sheet.Panel(ui.PanelView{ID: "how", Title: t.T("connector.status")}, ui.DefinitionList(facts),
			sheet.Row(
				sheet.Do(c, paths.AdminConnectors(id, "try"), t.T("connector.try"), "").Show(t),
				sheet.Do(c, paths.AdminConnectors(id, "pause"), words, "").Versioned(sheet.Text(x.Version)).Hidden("active", pause).Show(t),
			)),
		sheet.Go(paths.With(in(x.Org, paths.AdminSelf("jobs")), "connector", id), t.T("connector.jobs.of")),
	}
}

// save adds a connector, or changes the one in the address.
func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.found(c)
	if err != nil {
		return err
	}
	desk, category, _ := strings.Cut(f.Get("place"), ":")
	f.Set("desk", desk)
	f.Set("category", category)
	want := connector.Input{
		Desk: directory.DeskID(f.Int("desk")), Category: ticket.CategoryID(f.Int("category")), Kind: connector.Kind(f.Get("kind")), Way: connector.Way(f.Get("way")),
		Name: f.Words("name"), Minutes: int(f.Int("minutes")), PolicySv: f.Words("policy_sv"), PolicyEn: f.Words("policy_en"), Active: f.Has("active"), Secret: f.Raw("secret"),
		Config: connector.Config{
			URL: f.Get("url"), Bind: f.Get("bind"), Base: f.Get("base"), Attr: f.Get("attr"), By: connector.By(f.Get("by")), Set: connector.Set(f.Get("set")),
			StartTLS: f.Has("starttls"), CA: f.Raw("ca"), Force: f.Has("force"),
		},
	}
	id, org := x.ID, x.Org
	if id == 0 {
		o, _, err := p.org(c, f, connector.MayArrange, paths.AdminConnectors())
		if err != nil {
			return err
		}
		org, x.Kind = o.ID, want.Kind
		id, err = p.Connector.Add(c.Context(), c.Actor(), org, want)
		if status, again := sheet.Again(f, inPlace(err)); again {
			return p.showOne(c, status, f, org, x)
		}
		if err != nil {
			return err
		}
	} else {
		err := p.Connector.Change(c.Context(), c.Actor(), id, f.Int("version"), want)
		if status, again := sheet.Again(f, inPlace(err)); again {
			return p.showOne(c, status, f, org, x)
		}
		if err != nil {
			return err
		}
	}
	c.Flash("connector.saved")
	return c.Redirect(paths.AdminConnectors(sheet.Text(id)))
}

// inPlace shows what is wrong with desk or category at the field that stands for both.
func inPlace(err error) error {
	fields := errs.FieldsOf(err)
	if len(fields) == 0 {
		return err
	}
	var out errs.Fields
	for _, f := range fields {
		name := f.Name
		if name == "desk" || name == "category" {
			name = "place"
		}
		out.Add(name, f.Key, f.Args...)
	}
	return out.Err()
}

// try asks the other system whether it knows us.
func (p *pages) try(c *web.Ctx) error {
	x, err := p.found(c)
	if err != nil {
		return err
	}
	err = p.Connector.Try(c.Context(), c.Actor(), x.ID)
	if errs.Is(err, errs.Conflict) {
		key, args := sheet.Words(err)
		if x, err = p.found(c); err != nil {
			return err
		}
		shown := formOf(&x)
		var whole errs.Fields
		whole.Add("", key, args...)
		shown.Failed(whole.Err())
		return p.showOne(c, http.StatusConflict, shown, x.Org, x)
	}
	if err != nil {
		return err
	}
	c.Flash("connector.tried_flash")
	return c.Redirect(paths.AdminConnectors(sheet.Text(x.ID)))
}

// pause takes a connector out of use, or into it again.
func (p *pages) pause(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.found(c)
	if err != nil {
		return err
	}
	on := f.Get("active") == "1"
	err = p.Connector.Pause(c.Context(), c.Actor(), x.ID, f.Int("version"), on)
	if fields := errs.FieldsOf(err); len(fields) > 0 || errs.Is(err, errs.Conflict) {
		shown := formOf(&x)
		status, _ := sheet.Again(shown, err)
		return p.showOne(c, status, shown, x.Org, x)
	}
	if err != nil {
		return err
	}
	if on {
		c.Flash("connector.resumed")
	} else {
		c.Flash("connector.paused")
	}
	return c.Redirect(paths.AdminConnectors(sheet.Text(x.ID)))
}
