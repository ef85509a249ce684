package admin

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// partners is the register of desks that we exchange cases with by their own system's interface, with what their words
// mean here.
func (p *pages) partners() register {
	return register{
		p: p, name: "partners", verb: exchange.MayConnect, columns: []string{"code", "base_url"}, list: p.listPartners, ask: p.askPartner, save: p.savePartner,
		beside: func(c *web.Ctx, e entry) templ.Component {
			return ui.ButtonLink(paths.AdminPage("partners", text(e.id), "test"), ui.ButtonView{Text: c.T.T("admin.partners.test"), Variant: ui.Secondary})
		},
		offer: p.stuck,
	}
}

func (p *pages) listPartners(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
	all, err := p.Exchange.Partners(c.Context(), c.Actor())
	var out []entry
	for i := range all {
		x := &all[i]
		if x.Org == org && x.Active != ended && x.Way == exchange.ByTMF {
			out = append(out, entry{id: int64(x.ID), name: x.Name, cells: []string{x.Code, x.BaseURL}, active: x.Active, form: partnerForm(x)})
		}
	}
	return out, err
}

// partnerForm is a partner as its form begins.
func partnerForm(x *exchange.Partner) *web.Form {
	f := web.NewForm("name", x.Name, "code", x.Code, "base_url", x.BaseURL, "desk", text(int64(x.Desk)), "supplier", text(int64(x.Supplier)), "person", text(int64(x.Person)),
		"version", text(x.Version), "files", strings.Join(x.Config.Files, ", "), "max_file", text(x.Config.MaxFile>>20))
	for _, s := range ticket.States() {
		f.Set("out."+string(s), string(x.Config.Out[s]))
	}
	for _, s := range tmf.Statuses() {
		f.Set("in."+string(s), string(x.Config.In[s]))
	}
	for level := 1; level <= 3; level++ {
		f.Set("severity."+text(int64(level)), x.Config.Severity[level])
	}
	for level := 1; level <= 5; level++ {
		f.Set("priority."+text(int64(level)), x.Config.Priority[level])
	}
	var lines []string
	for _, field := range x.Config.Fields {
		lines = append(lines, field.Ours+" = "+field.Theirs)
	}
	f.Set("fields", strings.Join(lines, "\n"))
	if x.Person == 0 {
		f.Set("person", "")
	}
	lines = nil
	for _, k := range ticket.Kinds() {
		if w := x.Config.Types[k]; w != "" {
			lines = append(lines, string(k)+" = "+w)
		}
	}
	f.Set("types", strings.Join(lines, "\n"))
	return f
}

func (p *pages) askPartner(a *asker, org directory.OrgID) error {
	if a.f.Get("out.new") == "" && a.f.Get("code") == "" {
		fresh := partnerForm(&exchange.Partner{Config: exchange.Defaults()})
		for _, name := range fresh.Names() {
			if !a.f.Has(name) {
				a.f.Set(name, fresh.Get(name))
			}
		}
	}
	desks, err := p.Directory.Desks(a.c.Context(), a.c.Actor())
	if err != nil {
		return err
	}
	var at, to []ui.Option
	for _, d := range desks {
		if d.Org == org {
			at = append(at, ui.Option{Value: text(int64(d.ID)), Text: d.Name})
		}
	}
	suppliers, err := p.Supplier.List(a.c.Context(), a.c.Actor(), supplier.Filter{Org: org})
	if err != nil {
		return err
	}
	for _, x := range suppliers {
		to = append(to, ui.Option{Value: text(int64(x.ID)), Text: x.Name})
	}
	a.line("name", medium, required).line("code", medium, required).line("base_url", typed("url")).choice("desk", a.c.T.T("admin.choose"), at, medium, required)
	a.choice("supplier", a.c.T.T("admin.partners.no_supplier"), to, medium).line("person", medium)
	statuses, deeds := []ui.Option{}, []ui.Option{}
	for _, s := range tmf.Statuses() {
		statuses = append(statuses, ui.Option{Value: string(s), Text: string(s)})
	}
	for _, d := range exchange.Deeds() {
		deeds = append(deeds, ui.Option{Value: string(d), Text: a.c.T.T("exchange.deed." + string(d))})
	}
	a.group("out", func(g *asker) {
		for _, s := range ticket.States() {
			g.choice("out."+string(s), "", statuses, short, required, labelled(a.c.T.T("desk.state."+string(s))))
		}
	})
	a.group("in", func(g *asker) {
		for _, s := range tmf.Statuses() {
			g.choice("in."+string(s), "", deeds, medium, required, labelled(string(s)))
		}
	})
	a.group("levels", func(g *asker) {
		for level := int64(1); level <= 3; level++ {
			g.line("severity."+text(level), short, labelled(a.c.T.T("admin.partners.severity", "level", level)))
		}
		for level := int64(1); level <= 5; level++ {
			g.line("priority."+text(level), short, labelled(a.c.T.T("admin.partners.priority", "level", level)))
		}
	})
	a.long("types", lines(3)).long("fields", lines(4)).line("files").line("max_file", short)
	return nil
}

// group asks for several things under a heading.
func (a *asker) group(name string, fn func(*asker)) {
	g := ask(a.c, a.f, a.area)
	fn(g)
	a.add(fieldset(a.label(name), g.parts))
}

func (p *pages) savePartner(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
	x := exchange.Partner{ID: exchange.PartnerID(id), Org: org, Way: exchange.ByTMF, Lang: c.T.Lang(), Config: exchange.Defaults(), Active: true}
	if id != 0 {
		old, err := p.Exchange.Partner(c.Context(), c.Actor(), x.ID)
		if err != nil {
			return "", err
		}
		x = old
		x.Active = f.Has("active")
	}
	x.Name, x.Code, x.BaseURL, x.Desk = f.Words("name"), f.Get("code"), f.Get("base_url"), directory.DeskID(f.Int("desk"))
	x.Supplier, x.Person = ticket.SupplierID(f.Int("supplier")), directory.PersonID(f.Int("person"))
	for _, s := range ticket.States() {
		x.Config.Out[s] = tmf.Status(f.Get("out." + string(s)))
	}
	for _, s := range tmf.Statuses() {
		x.Config.In[s] = exchange.Deed(f.Get("in." + string(s)))
	}
	for level := 1; level <= 3; level++ {
		x.Config.Severity[level] = f.Get("severity." + text(int64(level)))
	}
	for level := 1; level <= 5; level++ {
		x.Config.Priority[level] = f.Get("priority." + text(int64(level)))
	}
	x.Config.Fields, x.Config.Types = nil, map[ticket.Kind]string{}
	for _, pair := range pairs(f.Get("fields")) {
		x.Config.Fields = append(x.Config.Fields, exchange.Field{Ours: pair[0], Theirs: pair[1]})
	}
	for _, pair := range pairs(f.Get("types")) {
		if !ticket.Kind(pair[0]).Valid() {
			return "", wrong("types", "exchange.error.field", "name", pair[0])
		}
		x.Config.Types[ticket.Kind(pair[0])] = pair[1]
	}
	x.Config.Files = strings.FieldsFunc(f.Get("files"), func(r rune) bool { return r == ',' || r == ' ' })
	x.Config.MaxFile = f.Int("max_file") << 20
	x, err := p.Exchange.SavePartner(c.Context(), c.Actor(), x)
	return x.Name, err
}

// pairs reads lines of "ours = theirs".
func pairs(s string) [][2]string {
	var out [][2]string
	for line := range strings.Lines(s) {
		ours, theirs, _ := strings.Cut(strings.TrimSpace(line), "=")
		if ours = strings.TrimSpace(ours); ours != "" {
			out = append(out, [2]string{ours, strings.TrimSpace(theirs)})
		}
	}
	return slices.Clip(out)
}
