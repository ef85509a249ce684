package reach

import (
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/ui"
)

// Deps is what the panel works with.
type Deps struct {
	Ticket *ticket.Service
	Notify *notify.Service
}

// Mount registers the form's address.
func Mount(rs *web.Routes, d Deps) {
	rs.Handle("POST /tickets/{ref}/way", web.SignedIn(), d.choose, web.BackTo("/tickets/{ref}"))
}

type view struct {
	form   ui.FormView
	choice ui.ChoiceView
}

// Part is the panel. It costs one statement, and none for a case that is over or is somebody else's.
func Part(d Deps) portal.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
		var out portal.PartView
		if x.State.Ended() || !x.Concerns(c.Actor().Person) {
			return out, nil
		}
		ways, err := d.Notify.Ways(c.Context(), c.Actor())
		if err != nil {
			return out, err
		}
		if x.ContactWay != "" && !slices.Contains(ways, x.ContactWay) {
			ways = append(ways, x.ContactWay)
		}
		var options []ui.Option
		for _, w := range ways {
			options = append(options, ui.Option{Value: string(w), Text: c.T.T("contact.way." + string(w))})
		}
		v := view{
			form: ui.FormView{Action: paths.TicketDo(x.ID, "way"), Label: c.T.T("contact.own.title"), Key: c.FormKey("way", x.ID, x.Version)},
			choice: ui.ChoiceView{
				Name: "contact_way", Label: c.T.T("contact.own.label"), Description: c.T.T("contact.way.help"), Empty: c.T.T("contact.own.usual"),
				Options: ui.Pick(options, string(x.ContactWay)),
			},
		}
		out.Side = []templ.Component{panel(c.T, v)}
		return out, nil
	}
}

// choose keeps the way that the user chose for the case.
func (d Deps) choose(c *web.Ctx) error {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return errs.Missing()
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := d.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && !x.Concerns(c.Actor().Person) {
		err = errs.Denied(string(ticket.MayReport))
	}
	if err != nil {
		return err
	}
	if _, err := d.Ticket.ChooseWay(c.Context(), c.Actor(), id, directory.Way(f.Get("contact_way"))); err != nil {
		return err
	}
	c.Flash("contact.way.saved")
	return c.Redirect(paths.Ticket(id))
}
