package contact

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	Notify    *notify.Service
	SelfHelp  *selfhelp.Service
	Verify    *verify.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	const page = "/desk/tickets/{ref}/contact"
	note, answer, work := web.May(ticket.MayNote), web.May(ticket.MayReply), web.May(ticket.MayWork)
	rs.Handle("GET "+page, note, p.show)
	rs.Handle("POST "+page+"/status", answer, p.status, web.BackTo(page))
	rs.Handle("POST "+page+"/spoken", answer, p.spoken, web.BackTo(page))
	rs.Handle("POST "+page+"/way", work, p.way, web.BackTo(page))
	prefer := web.May(directory.PersonPrefer)
	rs.Handle("GET /desk/tickets/{ref}/needs", prefer, p.needsPage)
	rs.Handle("POST /desk/tickets/{ref}/needs", prefer, p.needs)
	rs.Handle("GET /desk/tickets/{ref}/help", answer, p.help)
	const improve = "/desk/tickets/{ref}/improve"
	rs.Handle("GET "+improve, work, p.improvePage)
	rs.Handle("POST "+improve, work, p.improve)
}

func address(id ticket.ID, verb ...string) string {
	at := paths.DeskTicketDo(id, "contact")
	for _, v := range verb {
		at += "/" + v
	}
	return at
}

func ref(c *web.Ctx) (ticket.ID, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

// status tells the user how it goes.
func (p *pages) status(c *web.Ctx) error {
	return p.post(c, "contact.status.sent", func(id ticket.ID, f *web.Form) error {
		text := f.Words("text")
		if !f.Has("text") {
			// One click on the case's page: the words are those that fit the user.
			x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
			if err != nil {
				return err
			}
			log, err := p.Notify.Log(c.Context(), c.Actor(), &x)
			if err != nil {
				return err
			}
			text = log.Status
		}
		_, err := p.Ticket.Answer(c.Context(), c.Actor(), id, ticket.Words{Text: text})
		return err
	})
}

// spoken notes that a task is done, or that the user could not be reached.
func (p *pages) spoken(c *web.Ctx) error {
	done := "contact.spoken.done"
	return p.post(c, done, func(id ticket.ID, f *web.Form) error {
		return p.Notify.Spoken(c.Context(), c.Actor(), id, notify.TaskKind(f.Get("task")), f.Get("reached") != "no")
	})
}

// way chooses how the user hears of the case.
func (p *pages) way(c *web.Ctx) error {
	return p.post(c, "contact.way.saved", func(id ticket.ID, f *web.Form) error {
		_, err := p.Ticket.ChooseWay(c.Context(), c.Actor(), id, directory.Way(f.Get("contact_way")))
		return err
	})
}

// post is what the forms have in common: one use case, and back to where the form stood; what was refused is shown on
// this package's own page, with all that was typed.
func (p *pages) post(c *web.Ctx, flash string, use func(id ticket.ID, f *web.Form) error) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	switch err := use(id, f); {
	case f.Failed(err):
		return p.page(c, id, http.StatusUnprocessableEntity, f)
	case err != nil:
		return err
	}
	c.Flash(flash, "ref", id.String())
	if f.Get("from") == "page" {
		return c.Redirect(address(id))
	}
	return c.Redirect(paths.DeskTicket(id))
}

func (p *pages) show(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	return p.page(c, id, http.StatusOK, nil)
}

// page is all that was said to the user, and what can be done about it.
func (p *pages) page(c *web.Ctx, id ticket.ID, status int, f *web.Form) error {
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	if !ticket.SeesInternal(c.Actor(), &x) {
		return errs.Missing()
	}
	log, err := p.Notify.Log(c.Context(), c.Actor(), &x)
	if err != nil {
		return err
	}
	v := pageOf(c, &x, log, f)
	return p.Shell.Render(c, status, shell.View{
		Title: v.Title, Area: ui.Desk, Here: paths.Desk(),
		Search: &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"},
	}, contactPage(c.T, v))
}
