package lending

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	portal "lotsen/internal/web/portal/rental"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell  *shell.Shell
	Rental *rental.Service
}

type pages struct{ Deps }

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Lending(), Text: "rental.lending", Verbs: []authz.Verb{rental.MayLend}}
}

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(rental.MayLend)
	back := web.BackTo(paths.Lending())
	rs.Handle("GET "+paths.Lending(), may, p.list)
	rs.Handle("POST /desk/lending/{id}/out", may, p.move("rental.out", p.Rental.HandOut), back)
	rs.Handle("POST /desk/lending/{id}/back", may, p.move("rental.back", p.Rental.TakeBack), back)
	rs.Handle("POST /desk/lending/{id}/cancel", may, p.move("rental.cancelled", p.Rental.Cancel), back)
}

// list shows what is out, the longest due first, and what is to be fetched.
func (p *pages) list(c *web.Ctx) error {
	all, err := p.Rental.ToHandle(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	var out, coming []rental.Booking
	for _, b := range all {
		if b.State == rental.Out {
			out = append(out, b)
		} else {
			coming = append(coming, b)
		}
	}
	parts := []templ.Component{
		sheet.Panel(ui.PanelView{ID: "out", Title: c.T.T("rental.is_out")}, table(c, "out", out)),
		sheet.Panel(ui.PanelView{ID: "coming", Title: c.T.T("rental.coming")}, table(c, "coming", coming)),
	}
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Desk, Here: paths.Lending(), Title: c.T.T("rental.lending"), Lead: c.T.T("rental.lending_lead"),
		Actions: []templ.Component{ui.ButtonLink(paths.Rental(), ui.ButtonView{Text: c.T.T("rental.book"), Variant: ui.Secondary})},
	}, parts...)
}

func table(c *web.Ctx, id string, list []rental.Booking) templ.Component {
	if len(list) == 0 {
		return sheet.Note(c.T.T("rental.nothing_" + id))
	}
	t := ui.TableView{ID: id + "-list", Caption: c.T.T("rental.lending"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("rental.computer")},
		{Text: c.T.T("rental.who")},
		{Text: c.T.T("rental.period")},
		{Text: c.T.T("rental.charge"), Number: true},
		{Text: c.T.T("rental.state")},
		{Text: c.T.T("rental.todo"), TextHidden: true},
	}}
	for i := range list {
		b := &list[i]
		who := b.Who
		if who == "" {
			who = c.T.T("rental.masked")
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(b.ID), Cells: []ui.Cell{
			{Text: b.Name + " " + b.Tag, Note: b.Place, Header: true},
			{Text: who, Note: b.Purpose},
			{Text: b.From + " – " + b.To, Nowrap: true},
			{Text: portal.Charge(c, b), Note: b.Code},
			{Content: portal.State(c, b)},
			{Content: todo(c, b)},
		}})
	}
	return ui.Table(t)
}

// todo is what can be done with a booking.
func todo(c *web.Ctx, b *rental.Booking) templ.Component {
	do := func(verb, text string) templ.Component {
		return sheet.Do(c, paths.Lending(sheet.Text(b.ID), verb), c.T.T("rental."+text), c.T.T("rental."+text+"_this", "tag", b.Tag, "day", b.From)).Versioned(sheet.Text(b.Version)).Show(c.T)
	}
	if b.State == rental.Out {
		return do("back", "take_back")
	}
	return sheet.Row(do("out", "hand_out"), do("cancel", "give_up"))
}

func (p *pages) move(said string, fn func(context.Context, authz.Actor, rental.ID, int64) (rental.Booking, error)) web.Handler {
	return func(c *web.Ctx) error {
		f, err := c.Form()
		if err != nil {
			return err
		}
		id, err := sheet.Number[rental.ID](c, "id")
		if err != nil {
			return err
		}
		b, err := fn(c.Context(), c.Actor(), id, f.Int("version"))
		if err != nil {
			return err
		}
		c.Flash(said, "tag", b.Tag)
		return c.Redirect(paths.Lending())
	}
}
