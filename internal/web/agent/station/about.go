package station

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// afterwards asks what a contact was about that has ended: a case that exists, a new one, or a few words.
func afterwards(c *web.Ctx, x *line.Contact, of line.ContactID, wrong *web.Form) templ.Component {
	var f *web.Form
	if x.ID == of {
		f = wrong
	}
	id := x.ID.String()
	form := sheet.Of(c, f, area, paths.StationContact(x.ID, "about"), c.T.T("line.about.save"),
		sheet.Field{Name: "ticket", Width: "s"}, sheet.Field{Name: "note"}).Keyed(c, id).Quiet()
	parts := []templ.Component{
		sheet.Say(c.T.T("line.about.which", "line", name(c, x), "from", caller(c, x), "at", clockTime(x.Ended))),
		ui.ButtonLink(registerHref(x, x.Person), ui.ButtonView{Text: c.T.T("line.about.new"), Icon: "plus"}), form.Show(c.T),
	}
	return sheet.Panel(ui.PanelView{ID: "about-" + id, Title: c.T.T("line.about.title")}, parts...)
}

// about keeps what a contact was about.
func (p *pages) about(c *web.Ctx) error {
	id, err := sheet.Number[line.ContactID](c, "id")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	t, err := p.written(c, f)
	if err == nil {
		err = p.Line.About(c.Context(), c.Actor(), id, t, f.Words("note"))
	}
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, id, f)
	}
	if err != nil {
		return err
	}
	c.Flash("line.about.saved")
	return c.Redirect(paths.Station())
}

// written is the case whose number was written; 0 when none was.
func (p *pages) written(c *web.Ctx, f *web.Form) (ticket.ID, error) {
	text := clean.Line(f.Get("ticket"), 30)
	if text == "" {
		return 0, nil
	}
	var bad errs.Fields
	id, ok := ticket.ParseID(text)
	if ok {
		_, err := p.Ticket.Load(c.Context(), c.Actor(), id)
		if err == nil {
			return id, nil
		}
		if !errs.Is(err, errs.NotFound) {
			return 0, err
		}
	}
	bad.Add("ticket", "line.error.ticket")
	return 0, bad.Err()
}
