package packages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell *shell.Shell
	Order *order.Service
}

type pages struct{ Deps }

const area = "order.packages."

// blankRows is how many empty parts a form offers beyond those that are filled in.
const blankRows = 3

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(catalogue.MayPackage)
	rs.Handle("GET /admin/packages", may, p.list)
	rs.Handle("GET /admin/packages/new", may, p.blank)
	rs.Handle("POST /admin/packages/new", may, p.save)
	rs.Handle("GET /admin/packages/{id}", may, p.one)
	rs.Handle("POST /admin/packages/{id}", may, p.save)
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) list(c *web.Ctx) error {
	all, err := p.Order.PackagesKept(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T(area + "title"), Lead: c.T.T(area + "lead"), Actions: []templ.Component{ui.ButtonLink(paths.AdminPackages("new"), ui.ButtonView{Text: c.T.T(area + "new")})}}
	if len(all) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: c.T.T(area + "empty")}))
	}
	var items []ui.ItemView
	for i := range all {
		x := &all[i]
		items = append(items, ui.ItemView{
			Href: paths.AdminPackages(sheet.Text(x.ID)), Title: x.Name(c.T.Lang()), Note: c.T.T(area+"count", "count", len(x.Parts)),
			Tags: []ui.TagView{{Text: c.T.T(area + "state." + string(x.State))}},
		})
	}
	return p.show(c, http.StatusOK, h, ui.Items(c.T.T(area+"title"), items))
}

func (p *pages) blank(c *web.Ctx) error {
	return p.edit(c, http.StatusOK, order.Package{Org: directory.OrgID(c.Actor().Org)}, web.NewForm("state", string(catalogue.Draft)))
}

func (p *pages) one(c *web.Ctx) error {
	id, err := sheet.Number[order.PackageID](c, "id")
	if err != nil {
		return err
	}
	x, err := p.Order.PackageKept(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	f := web.NewForm("key", x.Key, "name_sv", x.Sv, "name_en", x.En, "about_sv", x.AboutSv, "about_en", x.AboutEn, "state", string(x.State), "version", strconv.FormatInt(x.Version, 10))
	for i := range x.Parts {
		n := strconv.Itoa(i)
		f.Set("item."+n, sheet.Text(x.Parts[i].Item))
		f.Set("quantity."+n, strconv.Itoa(x.Parts[i].Quantity))
		f.Set("defaults."+n, written(x.Parts[i].Defaults))
	}
	return p.edit(c, http.StatusOK, x, f)
}

// edit is the form of a package.
func (p *pages) edit(c *web.Ctx, status int, x order.Package, f *web.Form) error {
	choices, err := p.Order.PartChoices(c.Context(), c.Actor(), x.Org)
	if err != nil {
		return err
	}
	var offers []ui.Option
	for i := range choices {
		offers = append(offers, ui.Option{Value: sheet.Text(choices[i].Item), Text: choices[i].Name(c.T.Lang())})
	}
	var states []ui.Option
	for _, s := range []catalogue.State{catalogue.Draft, catalogue.Published, catalogue.Retired} {
		states = append(states, ui.Option{Value: string(s), Text: c.T.T(area + "state." + string(s))})
	}
	at, title := paths.AdminPackages("new"), c.T.T(area+"new")
	if x.ID != 0 {
		at, title = paths.AdminPackages(sheet.Text(x.ID)), x.Name(c.T.Lang())
	}
	form := sheet.Of(c, f, area, at, c.T.T(area+"save"),
		sheet.Field{Name: "name_sv", Required: true}, sheet.Field{Name: "name_en"}, sheet.Field{Name: "key", Required: true, Width: "m"},
		sheet.Field{Name: "about_sv", Kind: sheet.Long}, sheet.Field{Name: "about_en", Kind: sheet.Long},
		sheet.Field{Name: "state", Kind: sheet.Choice, Required: true, Options: states, Width: "m"},
	).Versioned(f.Get("version")).Back(paths.AdminPackages())
	if e := f.Error(c.T, "parts"); e != "" {
		form = form.Add(ui.Alert(ui.AlertView{ID: ui.FieldID("parts"), Color: ui.Danger, Text: e}))
	}
	for i := range rows(f) {
		form = form.Add(part(c, f, offers, i))
	}
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: paths.AdminPackages(), Text: c.T.T(area + "title")}}}, form.Show(c.T))
}

// rows is how many parts the form shows: those that are filled in, and some that are not.
func rows(f *web.Form) int {
	n := 0
	for i := range order.MostParts {
		if f.Get("item."+strconv.Itoa(i)) != "" {
			n = i + 1
		}
	}
	return min(n+blankRows, order.MostParts)
}

func part(c *web.Ctx, f *web.Form, offers []ui.Option, i int) templ.Component {
	n := strconv.Itoa(i)
	name := func(what string) string { return what + "." + n }
	quantity := f.Get(name("quantity"))
	if quantity == "" {
		quantity = "1"
	}
	return sheet.Panel(ui.PanelView{ID: "part-" + n, Title: c.T.T(area+"part", "number", i+1)},
		ui.SelectField(c.T, ui.ChoiceView{
			Name: name("item"), Label: c.T.T(area + "item"), Error: f.Error(c.T, name("item")), Empty: c.T.T(area + "none"), Options: ui.Pick(slices.Clone(offers), f.Get(name("item"))),
		}),
		ui.TextField(c.T, ui.FieldView{
			Name: name("quantity"), Label: c.T.T("order.quantity"), Value: quantity, Error: f.Error(c.T, name("quantity")), Width: "s", InputMode: "numeric", Autocomplete: "off",
		}),
		ui.TextArea(c.T, ui.FieldView{
			Name: name("defaults"), Label: c.T.T(area + "defaults"), Description: c.T.T(area + "defaults_help"), Value: f.Words(name("defaults")),
			Error: f.Error(c.T, name("defaults")), Autocomplete: "off", Rows: 3,
		}),
	)
}

// written are answers as the form shows them: a key and an answer on each line.
func written(defaults map[string]string) string {
	keys := make([]string, 0, len(defaults))
	for k := range defaults {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(k + " = " + defaults[k] + "\n")
	}
	return b.String()
}

// read makes out the answers of such lines.
func read(text string) (map[string]string, bool) {
	out := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, false
		}
		out[key] = strings.TrimSpace(value)
	}
	return out, true
}

// save makes a package or writes over one.
func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in := order.PackageInput{
		Org: directory.OrgID(c.Actor().Org), Key: f.Get("key"), NameSv: f.Words("name_sv"), NameEn: f.Words("name_en"), AboutSv: f.Words("about_sv"), AboutEn: f.Words("about_en"),
		State: catalogue.State(f.Get("state")), Version: f.Int("version"),
	}
	x := order.Package{Org: in.Org}
	if c.Param("id") != "" {
		if in.ID, err = sheet.Number[order.PackageID](c, "id"); err != nil {
			return err
		}
		if x, err = p.Order.PackageKept(c.Context(), c.Actor(), in.ID); err != nil {
			return err
		}
		in.Org = x.Org
	}
	var wrong errs.Fields
	for i := range order.MostParts {
		n := strconv.Itoa(i)
		item := f.Int("item." + n)
		if item == 0 {
			continue
		}
		defaults, ok := read(f.Words("defaults." + n))
		if !ok {
			wrong.Add("defaults."+n, area+"error.defaults")
		}
		in.Parts = append(in.Parts, order.PartInput{Item: catalogue.ID(item), Quantity: int(f.Int("quantity." + n)), Defaults: defaults})
	}
	if err = wrong.Err(); err == nil {
		_, err = p.Order.SavePackage(c.Context(), c.Actor(), in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.edit(c, status, x, f)
	}
	if err != nil {
		return err
	}
	c.Flash(area + "saved")
	return c.Redirect(paths.AdminPackages())
}
