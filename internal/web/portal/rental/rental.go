package rental

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Catalogue *catalogue.Service
	Rental    *rental.Service
}

type pages struct{ Deps }

const area = "rental.field."

// mostReferences is how many invoice references a list offers.
const mostReferences = 200

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	// Whoever sees the range sees what is lent; booking asks for a right to order besides.
	may := web.May(model.MayRead)
	rs.Handle("GET "+paths.Rental(), may, p.ask)
	rs.Handle("POST "+paths.Rental(), may, p.book)
	rs.Handle("POST /rental/{id}/cancel", may, p.cancel, web.BackTo(paths.Rental()))
}

// ask shows what is free in the period of the address, tomorrow where it names none.
func (p *pages) ask(c *web.Ctx) error {
	tomorrow := c.Now().In(clock.Stockholm()).AddDate(0, 0, 1)
	from, to := c.Query("day"), c.Query("until")
	if !isDay(from) {
		from = tomorrow.Format(time.DateOnly)
	}
	if !isDay(to) || to < from {
		to = from
	}
	return p.show(c, http.StatusOK, web.NewForm("from", from, "to", to, "office", c.Query("office")))
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func (p *pages) show(c *web.Ctx, status int, f *web.Form) error {
	from, to := f.Get("from"), f.Get("to")
	offices, err := p.Rental.Offices(c.Context(), c.Actor(), directory.OrgID(c.Actor().Org), from, to)
	if err != nil {
		return err
	}
	mine, err := p.Rental.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{
		Area: ui.Portal, Here: paths.Catalogue(), Title: c.T.T("rental.title"), Lead: c.T.T("rental.lead"),
		Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.Catalogue(), Text: c.T.T("catalogue.title")}},
	}
	if len(offices) == 0 {
		return sheet.Page(c, p.Shell, status, h, ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("rental.none"), Text: c.T.T("rental.none_text")}))
	}
	period := sheet.Of(c, web.NewForm("day", from, "until", to), area, paths.Rental(), c.T.T("rental.look"),
		sheet.Field{Name: "day", Kind: sheet.Day, Label: c.T.T(area + "from")}, sheet.Field{Name: "until", Kind: sheet.Day, Label: c.T.T(area + "to")}).Narrow()
	main := []templ.Component{sheet.Panel(ui.PanelView{ID: "free", Title: c.T.T("rental.free")}, period.Show(c.T), free(c, offices))}
	form, err := p.form(c, f, offices)
	if err != nil {
		return err
	}
	if form != nil {
		// What somebody has begun to book stands before everything else.
		main = append(main, sheet.Panel(ui.PanelView{ID: "book", Title: c.T.T("rental.book")}, form))
	} else {
		main = append(main, ui.Alert(ui.AlertView{Title: c.T.T("rental.only_see"), Text: c.T.T("rental.only_see_text")}))
	}
	if len(mine) > 0 {
		main = append(main, sheet.Panel(ui.PanelView{ID: "mine", Title: c.T.T("rental.mine")}, own(c, mine)))
	}
	return sheet.Page(c, p.Shell, status, h, main...)
}

// free lists the offices with how many computers they have left.
func free(c *web.Ctx, offices []rental.Office) templ.Component {
	t := ui.TableView{ID: "offices", Caption: c.T.T("rental.free"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("rental.office")}, {Text: c.T.T("rental.left"), Number: true}, {Text: c.T.T("rental.week"), Number: true},
	}}
	for _, o := range offices {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(o.ID), Muted: o.Free == 0, Cells: []ui.Cell{
			{Text: o.Name, Note: o.Place}, {Text: c.T.T("rental.of", "free", o.Free, "all", o.Units)}, {Text: money.Ore(c.T, o.WeekOre), Nowrap: true},
		}})
	}
	return ui.Table(t)
}

// form is what books; nil for those who may order on no invoice reference.
func (p *pages) form(c *web.Ctx, f *web.Form, offices []rental.Office) (templ.Component, error) {
	by := c.Actor()
	verb := catalogue.MayPlace
	if !by.May(verb) {
		verb = catalogue.MayRegister
	}
	references, err := p.Directory.ReferencesFor(c.Context(), by, verb, directory.OrgID(by.Org), mostReferences)
	if err != nil || len(references) == 0 {
		return nil, err
	}
	var places, codes, people []ui.Option
	for _, o := range offices {
		places = append(places, ui.Option{Value: sheet.Text(o.ID), Text: o.Name})
	}
	if f.Get("office") == "" && len(offices) == 1 {
		f.Set("office", sheet.Text(offices[0].ID))
	}
	for _, r := range references {
		codes = append(codes, ui.Option{Value: sheet.Text(r.ID), Text: r.Title()})
	}
	fields := []sheet.Field{
		{Name: "office", Kind: sheet.Choice, Required: true, Empty: c.T.T("rental.choose"), Options: places},
		{Name: "from", Kind: sheet.Day, Required: true},
		{Name: "to", Kind: sheet.Day, Required: true},
		{Name: "reference", Kind: sheet.Choice, Required: true, Empty: c.T.T("rental.choose"), Options: codes},
	}
	form := sheet.Of(c, f, area, paths.Rental(), c.T.T("rental.do"), append(fields, sheet.Field{Name: "purpose"})...)
	if catalogue.OffersFor(by) {
		if people, err = p.people(c, f); err != nil {
			return nil, err
		}
		form = form.Add(ui.Finder(c.T, ui.FinderView{
			Name: "person", Label: c.T.T(area + "person"), Description: c.T.T(area + "person_help"), Error: f.Error(c.T, "person"),
			Options: people, Typed: f.Words("person_name"), Empty: c.T.T("rental.choose"),
		}))
	}
	return form.Show(c.T), nil
}

// people are those whom a written name fits.
func (p *pages) people(c *web.Ctx, f *web.Form) ([]ui.Option, error) {
	name := f.Words("person_name")
	if name == "" {
		return nil, nil
	}
	list, _, err := p.Catalogue.Recipients(c.Context(), c.Actor(), name)
	var out []ui.Option
	for _, r := range list {
		out = append(out, ui.Option{Value: sheet.Text(r.ID), Text: r.Name + " · " + r.UnitName, Selected: sheet.Text(r.ID) == f.Get("person")})
	}
	return out, err
}

// whom reads for whom it is booked: nobody named is oneself, a name that fits one is that one.
func (p *pages) whom(c *web.Ctx, f *web.Form) (directory.PersonID, error) {
	if id := directory.PersonID(f.Int("person")); id != 0 {
		return id, nil
	}
	if f.Words("person_name") == "" {
		return 0, nil
	}
	list, err := p.people(c, f)
	if err != nil {
		return 0, err
	}
	var wrong errs.Fields
	switch len(list) {
	case 1:
		f.Set("person", list[0].Value)
		return directory.PersonID(f.Int("person")), nil
	case 0:
		wrong.Add("person", "rental.error.nobody")
	default:
		wrong.Add("person", "rental.error.which")
	}
	return 0, wrong.Err()
}

func (p *pages) book(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	person, err := p.whom(c, f)
	var b rental.Booking
	if err == nil {
		b, err = p.Rental.Book(c.Context(), c.Actor(), rental.Input{
			Office: rental.OfficeID(f.Int("office")), Person: person, From: f.Get("from"), To: f.Get("to"),
			Reference: directory.ReferenceID(f.Int("reference")), Purpose: f.Words("purpose"),
		})
	}
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("rental.booked", "tag", b.Tag, "office", b.Place, "count", b.Weeks, "amount", money.Ore(c.T, b.Ore))
	return c.Redirect(paths.Rental())
}

// own lists one's bookings.
func own(c *web.Ctx, list []rental.Booking) templ.Component {
	t := ui.TableView{ID: "bookings", Caption: c.T.T("rental.mine"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("rental.computer")}, {Text: c.T.T("rental.period")}, {Text: c.T.T("rental.charge"), Number: true}, {Text: c.T.T("rental.state")}, {Text: c.T.T("rental.cancel"), TextHidden: true},
	}}
	for i := range list {
		b := &list[i]
		cells := []ui.Cell{
			{Text: b.Name + " " + b.Tag, Note: b.Who},
			{Text: b.From + " – " + b.To, Note: b.Place, Nowrap: true},
			{Text: Charge(c, b)},
			{Content: State(c, b)},
			{},
		}
		if b.State == rental.Booked {
			cells[4].Content = sheet.Do(c, paths.Rental(sheet.Text(b.ID), "cancel"), c.T.T("rental.cancel"), c.T.T("rental.cancel_this", "tag", b.Tag, "day", b.From)).Versioned(sheet.Text(b.Version)).Show(c.T)
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(b.ID), Muted: b.State == rental.Cancelled || b.State == rental.Returned, Cells: cells})
	}
	return ui.Table(t)
}

// Charge is what a booking costs.
func Charge(c *web.Ctx, b *rental.Booking) string {
	if b.State == rental.Cancelled {
		return "–"
	}
	return c.T.T("rental.weeks", "count", b.Weeks, "amount", money.Ore(c.T, b.Ore))
}

// State is where a booking stands, as a tag.
func State(c *web.Ctx, b *rental.Booking) templ.Component {
	tag := ui.TagView{Text: c.T.T("rental.state." + string(b.State))}
	if b.Late(c.Now()) {
		tag = ui.TagView{Text: c.T.T("rental.state.late"), Color: ui.Danger}
	}
	return ui.Tag(tag)
}

func (p *pages) cancel(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := sheet.Number[rental.ID](c, "id")
	if err != nil {
		return err
	}
	if _, err := p.Rental.Cancel(c.Context(), c.Actor(), id, f.Int("version")); err != nil {
		return err
	}
	c.Flash("rental.cancelled")
	return c.Redirect(paths.Rental())
}
