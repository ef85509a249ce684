package reach

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page works with.
type Deps struct {
	Shell  *shell.Shell
	Ticket *ticket.Service
	Notify *notify.Service
}

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	rs.Handle("GET /tickets/{ref}/way", web.SignedIn(), d.show)
	rs.Handle("POST /tickets/{ref}/way", web.SignedIn(), d.choose)
}

// Part says on the page of an own case how its user hears of it, and leads to where that is chosen. It asks for nothing.
func Part() portal.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
		var out portal.PartView
		if !x.State.Ended() && x.Concerns(c.Actor().Person) {
			out.Facts = []ui.Definition{{Term: c.T.T("contact.own.label"), Text: wayText(c.T, x.ContactWay), Href: paths.TicketDo(x.ID, "way")}}
		}
		return out, nil
	}
}

func wayText(p *i18n.Printer, w directory.Way) string {
	if w == "" {
		return p.T("contact.own.usual")
	}
	return p.T("contact.way." + string(w))
}

// own is the case in the address, when it is the reader's.
func (d Deps) own(c *web.Ctx) (ticket.Ticket, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Ticket{}, errs.Missing()
	}
	x, err := d.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && !x.Concerns(c.Actor().Person) {
		err = errs.Missing()
	}
	return x, err
}

type view struct {
	crumbs []ui.Crumb
	errors []ui.FieldError
	form   ui.FormView
	choice ui.ChoiceView
	back   string
}

func (d Deps) show(c *web.Ctx) error {
	x, err := d.own(c)
	if err != nil {
		return err
	}
	return d.render(c, http.StatusOK, &x, web.NewForm("contact_way", string(x.ContactWay)))
}

func (d Deps) render(c *web.Ctx, status int, x *ticket.Ticket, f *web.Form) error {
	ways, err := d.Notify.Ways(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	if x.ContactWay != "" && !slices.Contains(ways, x.ContactWay) {
		ways = append(ways, x.ContactWay) // Chosen while it was offered.
	}
	var options []ui.Option
	for _, w := range ways {
		options = append(options, ui.Option{Value: string(w), Text: c.T.T("contact.way." + string(w))})
	}
	title := c.T.T("contact.own.title")
	v := view{
		crumbs: []ui.Crumb{{Href: paths.Tickets(), Text: c.T.T("portal.tickets.title")}, {Href: paths.Ticket(x.ID), Text: x.ID.String()}, {Text: title}},
		errors: f.Errors(c.T), back: paths.Ticket(x.ID),
		form: ui.FormView{Action: paths.TicketDo(x.ID, "way"), Label: title, Key: c.FormKey("way", x.ID, x.Version)},
		choice: ui.ChoiceView{
			Name: "contact_way", Label: c.T.T("contact.own.label"), Description: c.T.T("contact.way.help"), Empty: c.T.T("contact.own.usual"), Width: "m",
			Options: ui.Pick(options, f.Get("contact_way")), Error: f.Error(c.T, "contact_way"),
		},
	}
	return d.Shell.Render(c, status, shell.View{Title: title}, wayPage(c.T, v))
}

// choose keeps the way that the user chose for the case.
func (d Deps) choose(c *web.Ctx) error {
	x, err := d.own(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	_, err = d.Ticket.ChooseWay(c.Context(), c.Actor(), x.ID, directory.Way(f.Get("contact_way")))
	switch {
	case f.Failed(err):
		return d.render(c, http.StatusUnprocessableEntity, &x, f)
	case err != nil:
		return err
	}
	c.Flash("contact.way.saved")
	return c.Redirect(paths.Ticket(x.ID))
}
