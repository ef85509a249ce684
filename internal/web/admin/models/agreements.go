package models

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// agreements lists the framework agreements, and says which count today.
func (p *pages) agreements(c *web.Ctx) error {
	o, tabs, err := p.org(c, nil, model.MayWrite)
	if err != nil {
		return err
	}
	list, err := p.Model.Agreements(c.Context(), c.Actor(), o.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "agreements", Caption: c.T.T("model.agreements"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("model.agreement")}, {Text: c.T.T("model.entitled")}, {Text: c.T.T("model.valid")}, {Text: c.T.T("model.models"), Number: true}, {Text: c.T.T("model.state")},
	}}
	for i := range list {
		a := &list[i]
		who := c.T.T("model.everybody")
		if !a.Everybody {
			who = strings.Join(a.UnitNames, ", ")
		}
		tag := ui.TagView{Text: c.T.T("model.in_force"), Color: ui.Success}
		if !a.InForce(c.Now()) {
			tag = ui.TagView{Text: c.T.T("model.not_in_force"), Color: ui.Warning}
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(a.ID), Cells: []ui.Cell{
			{Text: a.Number + " " + a.Name, Href: in(o.ID, paths.AdminAgreements(sheet.Text(a.ID))), Item: true},
			{Text: who},
			{Text: a.From + " – " + a.To, Nowrap: true},
			{Text: strconv.Itoa(a.Models)},
			{Content: ui.Tag(tag)},
		}})
	}
	body := ui.Table(t)
	if len(list) == 0 {
		body = ui.EmptyState(ui.EmptyView{Icon: "book", Title: c.T.T("model.no_agreements")})
	}
	return p.show(c, http.StatusOK, sheet.Head{
		Title: c.T.T("model.agreements"), Lead: c.T.T("model.agreements_lead"), Above: p.above(c, o.ID), Tabs: tabs,
		Actions: []templ.Component{ui.ButtonLink(in(o.ID, paths.AdminAgreements("new")), ui.ButtonView{Text: c.T.T("model.agreement_add"), Icon: "plus"})},
	}, body)
}

func (p *pages) blankAgreement(c *web.Ctx) error {
	return p.showAgreement(c, http.StatusOK, web.NewForm("who", "everybody"), model.Agreement{})
}

func (p *pages) agreement(c *web.Ctx) error {
	a, err := p.foundAgreement(c, nil)
	if err != nil {
		return err
	}
	pairs := []string{"number", a.Number, "name", a.Name, "from", a.From, "to", a.To, "note", a.Note, "supplier", sheet.Text(a.Supplier), "who", "everybody"}
	if !a.Everybody {
		pairs[len(pairs)-1] = "units"
	}
	for _, u := range a.Units {
		pairs = append(pairs, "units", sheet.Text(u))
	}
	return p.showAgreement(c, http.StatusOK, web.NewForm(pairs...), a)
}

// foundAgreement is the agreement in the address; the zero one where the address has none.
func (p *pages) foundAgreement(c *web.Ctx, f *web.Form) (model.Agreement, error) {
	o, _, err := p.org(c, f, model.MayWrite)
	if err != nil || c.Param("id") == "" {
		return model.Agreement{Org: o.ID}, err
	}
	id, err := sheet.Number[model.AgreementID](c, "id")
	if err != nil {
		return model.Agreement{}, err
	}
	list, err := p.Model.Agreements(c.Context(), c.Actor(), o.ID)
	if err != nil {
		return model.Agreement{}, err
	}
	at := slices.IndexFunc(list, func(a model.Agreement) bool { return a.ID == id })
	if at < 0 {
		return model.Agreement{}, errs.Missing()
	}
	return list[at], nil
}

// showAgreement is the form of an agreement. Entitled are all, or some of the organisation's topmost units.
func (p *pages) showAgreement(c *web.Ctx, status int, f *web.Form, a model.Agreement) error {
	o, _, err := p.org(c, f, model.MayWrite)
	if err != nil {
		return err
	}
	names, err := p.Catalogue.Names(c.Context(), o.ID)
	if err != nil {
		return err
	}
	var suppliers []ui.Option
	for _, s := range names.Suppliers {
		suppliers = append(suppliers, ui.Option{Value: strconv.FormatInt(s.ID, 10), Text: catalogue.Of(names.Suppliers, s.ID, c.T.Lang())})
	}
	units, err := p.tops(c, o.ID, a.Units, a.UnitNames)
	if err != nil {
		return err
	}
	who := []ui.Option{{Value: "everybody", Text: c.T.T("model.everybody")}, {Value: "units", Text: c.T.T("model.some")}}
	action, title := paths.AdminAgreements(), c.T.T("model.agreement_add")
	if a.ID != 0 {
		action, title = paths.AdminAgreements(sheet.Text(a.ID)), a.Number+" "+a.Name
	}
	form := sheet.Of(c, f, area, action, c.T.T("model.save"),
		sheet.Field{Name: "number", Required: true, Width: "m"}, sheet.Field{Name: "name", Required: true},
		sheet.Field{Name: "supplier", Kind: sheet.Choice, Empty: c.T.T("model.no_supplier"), Options: suppliers},
		sheet.Field{Name: "from", Kind: sheet.Day, Required: true}, sheet.Field{Name: "to", Kind: sheet.Day},
		sheet.Field{Name: "who", Kind: sheet.Choice, Options: who}, sheet.Field{Name: "units", Kind: sheet.Several, Options: units},
		sheet.Field{Name: "note", Kind: sheet.Long},
	).Versioned(sheet.Text(a.Version)).Hidden("org", sheet.Text(o.ID)).Back(in(o.ID, paths.AdminAgreements()))
	above := append(p.above(c, o.ID), ui.Crumb{Href: in(o.ID, paths.AdminAgreements()), Text: c.T.T("model.agreements")})
	return p.show(c, status, sheet.Head{Title: title, Above: above}, form.Show(c.T))
}

// mostTops bounds how many units a form offers: entitled are municipalities and the like, of which there are few.
const mostTops = 60

// tops are the organisation's topmost units, with those that are named already.
func (p *pages) tops(c *web.Ctx, org directory.OrgID, named []directory.UnitID, names []string) ([]ui.Option, error) {
	list, err := p.Directory.Units(c.Context(), c.Actor(), org)
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, u := range list {
		if u.Parent == 0 && len(out) < mostTops && !slices.Contains(named, u.ID) {
			out = append(out, ui.Option{Value: sheet.Text(u.ID), Text: u.Name})
		}
	}
	for i, id := range named {
		out = append(out, ui.Option{Value: sheet.Text(id), Text: names[i]})
	}
	return out, nil
}

func (p *pages) saveAgreement(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	a, err := p.foundAgreement(c, f)
	if err != nil {
		return err
	}
	want := model.Agreement{
		ID: a.ID, Org: a.Org, Version: f.Int("version"), Number: f.Get("number"), Name: f.Words("name"), Supplier: model.SupplierID(f.Int("supplier")),
		From: f.Get("from"), To: f.Get("to"), Everybody: f.Get("who") != "units", Note: f.Words("note"),
	}
	for _, v := range f.All("units") {
		n, _ := strconv.ParseInt(v, 10, 64) // What is no number is found to be nothing that can be chosen.
		want.Units = append(want.Units, directory.UnitID(n))
	}
	_, err = p.Model.SaveAgreement(c.Context(), c.Actor(), want)
	if status, again := sheet.Again(f, err); again {
		return p.showAgreement(c, status, f, a)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(in(a.Org, paths.AdminAgreements()))
}
