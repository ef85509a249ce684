package catalogue

import (
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// connectors are the kinds of jobs that an offer can start at once.
func connectors() []string { return []string{"password", "reinstall", "register", "rental"} }

// inputs are the editor's fields, in groups that unfold. What is wrong is open.
func (e *editing) inputs(f *web.Form) []templ.Component {
	c := e.c
	group := func(id string, open bool, parts ...templ.Component) templ.Component {
		return sheet.Fold(ui.DetailsView{ID: "group-" + id, Summary: c.T.T("catalogue.group." + id), Open: open || len(f.Wrong()) > 0}, parts...)
	}
	return []templ.Component{
		e.buttons(),
		group("words", true, e.wording(f)...),
		group("delivery", false, e.delivery(f)...),
		group("prices", f.Int("prices") > 0, e.prices(f)...),
		group("steps", f.Int("steps") > 0, e.steps(f)...),
		group("fields", f.Int("fields") > 0, e.questions(f)...),
		group("visible", false, e.visible(f)...),
		group("keeping", false, e.keeping(f)...),
		e.line(f, sheet.Field{Name: "note"}),
		sheet.Row(ui.Button(ui.ButtonView{Text: c.T.T("catalogue.admin.publish"), Name: "do", Value: "publish"})),
	}
}

// buttons stand first too: what the Enter key does in a field is to save.
func (e *editing) buttons() templ.Component {
	c := e.c
	return sheet.Row(
		ui.Button(ui.ButtonView{Text: c.T.T("catalogue.admin.save"), Variant: ui.Secondary, Name: "do", Value: "save"}),
		ui.Button(ui.ButtonView{Text: c.T.T("catalogue.admin.publish"), Name: "do", Value: "publish"}),
	)
}

func (e *editing) line(f *web.Form, x sheet.Field) templ.Component {
	return sheet.Part(e.c, f, area, x)
}

func (e *editing) wording(f *web.Form) []templ.Component {
	c := e.c
	var kinds, shelves []ui.Option
	for _, k := range catalogue.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("catalogue.kind." + string(k)), Description: c.T.T("catalogue.kind_help." + string(k))})
	}
	known := false
	for _, k := range catalogue.Categories() {
		shelves = append(shelves, ui.Option{Value: k, Text: portalcatalogue.Category(c.T, k)})
		known = known || k == f.Get("category")
	}
	if own := f.Get("category"); !known && own != "" {
		shelves = append(shelves, ui.Option{Value: own, Text: own})
	}
	return []templ.Component{
		e.line(f, sheet.Field{Name: "name_sv", Required: true}), e.line(f, sheet.Field{Name: "name_en"}),
		e.line(f, sheet.Field{Name: "key", Required: true, Width: "m"}),
		ui.RadioGroup(c.T, ui.ChoiceView{Name: "kind", Label: c.T.T(area + "kind"), Required: true, Error: f.Error(c.T, "kind"), Options: ui.Pick(kinds, f.Get("kind"))}),
		e.line(f, sheet.Field{Name: "category", Kind: sheet.Choice, Options: shelves, Empty: c.T.T("catalogue.form.choose")}),
		e.line(f, sheet.Field{Name: "category_own", Width: "m"}),
		e.line(f, sheet.Field{Name: "about_sv", Kind: sheet.Long}), e.line(f, sheet.Field{Name: "about_en", Kind: sheet.Long}),
		e.line(f, sheet.Field{Name: "terms_sv", Kind: sheet.Long}), e.line(f, sheet.Field{Name: "terms_en", Kind: sheet.Long}),
		e.line(f, sheet.Field{Name: "keywords"}),
	}
}

func (e *editing) delivery(f *web.Form) []templ.Component {
	c := e.c
	choose := func(name string, list []catalogue.Named) templ.Component {
		return e.line(f, sheet.Field{Name: name, Kind: sheet.Choice, Empty: c.T.T("catalogue.admin.none_of." + name), Options: options(list, f.Get(name), c.T.Lang())})
	}
	var rules, jobs []ui.Option
	for _, k := range rule.Names() {
		rules = append(rules, ui.Option{Value: k, Text: c.T.T("catalogue.special." + k)})
	}
	for _, k := range connectors() {
		jobs = append(jobs, ui.Option{Value: k, Text: c.T.T("catalogue.connector." + k)})
	}
	out := []templ.Component{
		choose("service", e.names.Services), choose("supplier", e.names.Suppliers), choose("group", e.names.Groups), choose("level", e.names.Levels),
		e.line(f, sheet.Field{Name: "lead_days", Width: "s"}), e.line(f, sheet.Field{Name: "renew_months", Width: "s"}), e.line(f, sheet.Field{Name: "most", Width: "s"}),
		e.line(f, sheet.Field{Name: "needs_reference", Kind: sheet.Yes}),
		e.line(f, sheet.Field{Name: "model", Width: "m"}),
		e.line(f, sheet.Field{Name: "connector", Kind: sheet.Choice, Options: jobs, Empty: c.T.T("catalogue.admin.none_of.connector")}),
		e.line(f, sheet.Field{Name: "rule", Kind: sheet.Choice, Options: rules, Empty: c.T.T("catalogue.admin.none_of.rule")}),
	}
	for _, k := range rule.Routes() {
		out = append(out, e.line(f, sheet.Field{
			Name: "route." + k, Kind: sheet.Choice, Empty: c.T.T("catalogue.admin.none_of.group"), Label: c.T.T("catalogue.route." + k),
			Options: options(e.names.Groups, f.Get("route."+k), c.T.Lang()),
		}))
	}
	return out
}

// options are those in use, and the chosen one even where it is not any more.
func options(list []catalogue.Named, chosen, lang string) []ui.Option {
	var out []ui.Option
	for _, n := range list {
		if id := strconv.FormatInt(n.ID, 10); n.Active || id == chosen {
			out = append(out, ui.Option{Value: id, Text: n.Name(lang)})
		}
	}
	return out
}

func (e *editing) visible(f *web.Form) []templ.Component {
	c := e.c
	out := []templ.Component{
		sheet.Note(c.T.T("catalogue.admin.visible_help")),
		e.line(f, sheet.Field{Name: "not_sites", Kind: sheet.Long}), e.line(f, sheet.Field{Name: "sites", Kind: sheet.Long}),
		e.line(f, sheet.Field{Name: "units", Kind: sheet.Long}), e.line(f, sheet.Field{Name: "education", Kind: sheet.Yes}),
		e.line(f, sheet.Field{Name: "by_grant", Kind: sheet.Yes}),
	}
	var people, roles []templ.Component
	for _, k := range directory.Categories() {
		name := "categories." + string(k)
		people = append(people, ui.Checkbox(c.T, ui.CheckView{Name: name, Label: c.T.T("admin.person_category." + string(k)), Checked: f.Get(name) != ""}))
	}
	for _, r := range e.roles {
		name, label := "roles."+r.Key, r.Sv
		if c.T.Lang() == "en" {
			label = r.En
		}
		roles = append(roles, ui.Checkbox(c.T, ui.CheckView{Name: name, Label: label, Checked: f.Get(name) != ""}))
	}
	return append(out, fieldset(c.T.T(area+"categories"), people), fieldset(c.T.T(area+"roles"), roles))
}

func (e *editing) keeping(f *web.Form) []templ.Component {
	return []templ.Component{
		e.line(f, sheet.Field{Name: "owner", Kind: sheet.Choice, Options: e.keepers, Empty: e.c.T.T("catalogue.admin.none_of.owner")}),
		e.line(f, sheet.Field{Name: "review", Kind: sheet.Day}),
	}
}
