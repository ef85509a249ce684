package assigned

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of. Ticket keeps the files that come with a form, and nothing else.
type Deps struct {
	Shell      *shell.Shell
	Ticket     *ticket.Service
	Delegation *delegation.Service
	// Parts are what others show the receiver of a case in hand, beside it.
	Parts []Beside
}

// Beside is what another capability shows beside a case in hand.
type Beside func(c *web.Ctx, x *delegation.View) ([]templ.Component, error)

type pages struct{ Deps }

// Mount registers the pages. Everybody may ask what they have in hand; who has nothing sees nothing.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in := web.SignedIn()
	const page = "/assignments/{ref}"
	rs.Handle("GET /assignments", in, p.list)
	rs.Handle("GET "+page, in, p.show)
	rs.Handle("GET "+page+"/files/{id}", in, p.file)
	rs.Handle("POST "+page+"/decide", in, p.decide, web.BackTo("/assignments"))
	for verb, h := range map[string]web.Handler{"report": p.report, "done": p.done, "refuse": p.refuse, "need": p.need, "contact": p.contact} {
		rs.Handle("POST "+page+"/"+verb, in, h, web.BackTo(page))
	}
}

// Menu is the entry of the portal's menu, for those who work for a supplier or give their word.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.Assignments(), Text: "delegation.assigned.menu", Verbs: []authz.Verb{delegation.MayWork, delegation.MayDecide}}
}

func (p *pages) render(c *web.Ctx, status int, title string, content templ.Component) error {
	return p.Shell.Render(c, status, shell.View{Title: title, Here: paths.Assignments()}, content)
}

func ref(c *web.Ctx) (ticket.ID, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

func (p *pages) show(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	return p.page(c, id, http.StatusOK, nil, nil)
}

func (p *pages) page(c *web.Ctx, id ticket.ID, status int, f *web.Form, kept []ticket.Attachment) error {
	x, err := p.Delegation.View(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	v := viewOf(c, &x, f, kept)
	for _, part := range p.Parts {
		more, err := part(c, &x)
		if err != nil {
			return err
		}
		v.Parts = append(v.Parts, more...)
	}
	return p.render(c, status, v.Title, page(c.T, v))
}

// file hands out a file of a case in the reader's hands.
func (p *pages) file(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || n <= 0 {
		return errs.Missing()
	}
	a, content, err := p.Delegation.File(c.Context(), c.Actor(), id, ticket.AttachmentID(n))
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // Opened for reading only.
	return c.Send(web.Download{Name: a.Name, Type: a.MediaType, Size: a.Size, Body: content, ETag: a.Blob})
}

// post is what the forms have in common. To: where it leads when it is done; the case may be in other hands by then.
func (p *pages) post(c *web.Ctx, which, flash, to string, use func(id ticket.ID, f *web.Form, files []ticket.AttachmentID) error) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	// Whoever does not have the case in hand leaves nothing here, not even a file.
	if _, err := p.Delegation.View(c.Context(), c.Actor(), id); err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "portal.files.gone")
	if err != nil {
		return err
	}
	f.Set("form", which)
	if len(f.Wrong()) > 0 {
		return p.page(c, id, http.StatusUnprocessableEntity, f, kept)
	}
	err = use(id, f, formfiles.IDs(kept))
	switch {
	case err == nil:
		c.Flash(flash, "ref", id.String())
		if to == "" {
			to = paths.Assignment(id)
		}
		return c.Redirect(to)
	case f.Failed(err):
		return p.page(c, id, http.StatusUnprocessableEntity, f, kept)
	case errs.Is(err, errs.Conflict):
		f.Failed(asField(err))
		return p.page(c, id, http.StatusConflict, f, kept)
	}
	return err
}

// asField makes the words of a conflict stand in the form that met it.
func asField(err error) error {
	var f errs.Fields
	var e *errs.Error
	if errors.As(err, &e) {
		f.Add("", e.Key, e.Args...)
	}
	return f.Err()
}

func inputOf(f *web.Form, files []ticket.AttachmentID) delegation.ReportInput {
	return delegation.ReportInput{
		Status: delegation.Status(f.Get("status")), Text: f.Words("text"), External: f.Get("external"), Attachments: files, Version: f.Int("version"),
	}
}

func (p *pages) report(c *web.Ctx) error {
	return p.post(c, "report", "delegation.assigned.reported", "", func(id ticket.ID, f *web.Form, files []ticket.AttachmentID) error {
		_, err := p.Delegation.Report(c.Context(), c.Actor(), id, inputOf(f, files))
		return err
	})
}

func (p *pages) done(c *web.Ctx) error {
	return p.post(c, "done", "delegation.assigned.given_back", paths.Assignments(), func(id ticket.ID, f *web.Form, files []ticket.AttachmentID) error {
		_, err := p.Delegation.Done(c.Context(), c.Actor(), id, inputOf(f, files))
		return err
	})
}

func (p *pages) refuse(c *web.Ctx) error {
	return p.post(c, "refuse", "delegation.assigned.refused", paths.Assignments(), func(id ticket.ID, f *web.Form, files []ticket.AttachmentID) error {
		_, err := p.Delegation.Refuse(c.Context(), c.Actor(), id, inputOf(f, files))
		return err
	})
}

func (p *pages) need(c *web.Ctx) error {
	return p.post(c, "need", "delegation.assigned.needed", "", func(id ticket.ID, f *web.Form, _ []ticket.AttachmentID) error {
		_, err := p.Delegation.NeedUser(c.Context(), c.Actor(), id, f.Get("contact_reason"))
		return err
	})
}

func (p *pages) contact(c *web.Ctx) error {
	return p.post(c, "contact", "delegation.assigned.contacted", "", func(id ticket.ID, f *web.Form, files []ticket.AttachmentID) error {
		_, err := p.Delegation.Contact(c.Context(), c.Actor(), id, ticket.Words{Text: f.Words("text"), Attachments: files})
		return err
	})
}
