package support

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// The answers to how it stands.
const (
	goesOn = "goes_on"
	isDone = "done"
)

// simple is a case for those who are on their feet: what it is about, and one form for what they did.
func (p *pages) simple(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.showSimple(c, http.StatusOK, &x, web.NewForm("stands", goesOn))
}

func (p *pages) showSimple(c *web.Ctx, status int, x *ticket.Ticket, f *web.Form) error {
	said, err := p.Ticket.Messages(c.Context(), c.Actor(), x)
	if err != nil {
		return err
	}
	parts := []templ.Component{ui.DefinitionList([]ui.Definition{{Term: c.T.T(area + "state"), Text: c.T.T("desk.state." + string(x.State))}})}
	if len(said) > 0 && !clean.Blank(said[0].Text) {
		parts = append(parts, sheet.Say(said[0].Text))
	}
	stands := []ui.Option{{Value: goesOn, Text: c.T.T("level.simple.goes_on")}}
	if p.Ticket.Can(c.Actor(), ticket.MayResolve, x) {
		stands = append(stands, ui.Option{Value: isDone, Text: c.T.T("level.simple.done")})
	}
	fields := []sheet.Field{
		{Name: "measure", Kind: sheet.Long, Required: true},
		{Name: "photo", Kind: sheet.File},
		{Name: "minutes", Width: "s"},
		{Name: "stands", Kind: sheet.Choice, Required: true, Options: stands},
	}
	if x.Category == 0 {
		all, err := p.Ticket.Categories(c.Context(), x.Desk)
		if err != nil {
			return err
		}
		var options []ui.Option
		for _, k := range all {
			name := k.Sv
			if c.T.Lang() == "en" && k.En != "" {
				name = k.En
			}
			options = append(options, ui.Option{Value: sheet.Text(k.ID), Text: name})
		}
		fields = append(fields, sheet.Field{Name: "category", Kind: sheet.Choice, Required: true, Empty: c.T.T("level.support.choose"), Options: options})
	}
	form := sheet.Of(c, f, area, paths.DeskTicketDo(x.ID, "simple"), c.T.T("level.simple.save"), fields...).Back(paths.DeskTicket(x.ID))
	if lost := f.Lost(); len(lost) > 0 {
		parts = append(parts, sheet.Note(c.T.T("level.simple.photo_again")))
	}
	return p.show(c, status, x, "level.simple.title", append(parts, form.Show(c.T))...)
}

// document notes the measure with its photo and its time, and how it stands: all of it, or nothing.
func (p *pages) document(c *web.Ctx) error {
	return p.post(c, "level.simple.saved", func(x *ticket.Ticket, f *web.Form) error {
		var bad errs.Fields
		if clean.Blank(f.Words("measure")) {
			bad.Add("measure", "error.required")
		}
		if s := f.Get("stands"); s != goesOn && s != isDone {
			bad.Add("stands", "error.choose")
		}
		if f.Get("minutes") != "" && f.Int("minutes") < 1 {
			bad.Add("minutes", "ticket.error.minutes")
		}
		if x.Category == 0 && f.Int("category") == 0 {
			bad.Add("category", "error.choose")
		}
		bad = append(bad, f.Wrong()...)
		if err := bad.Err(); err != nil {
			return err
		}
		photos, err := p.photos(c, f)
		if err != nil {
			return err
		}
		return p.Ticket.Together(c.Context(), func(ctx context.Context, s *ticket.Service) error {
			return measure(ctx, s, c, x, f, photos)
		})
	}, func(status int, x *ticket.Ticket, f *web.Form) error { return p.showSimple(c, status, x, f) })
}

// photos are kept before the case is changed, so that nothing waits for the phone's connection.
func (p *pages) photos(c *web.Ctx, f *web.Form) ([]ticket.AttachmentID, error) {
	var out []ticket.AttachmentID
	for _, file := range f.Files("photo") {
		r, err := file.Open()
		if err != nil {
			return nil, err
		}
		a, err := p.Ticket.Upload(c.Context(), c.Actor(), ticket.File{Name: file.Name, Content: r})
		if err := r.Close(); err != nil {
			return nil, err
		}
		if err != nil {
			return nil, err
		}
		out = append(out, a.ID)
	}
	return out, nil
}

func measure(ctx context.Context, s *ticket.Service, c *web.Ctx, x *ticket.Ticket, f *web.Form, photos []ticket.AttachmentID) error {
	by := c.Actor()
	if category := ticket.CategoryID(f.Int("category")); x.Category == 0 {
		if _, err := s.Change(ctx, by, x.ID, ticket.ChangeInput{Category: &category}); err != nil {
			return err
		}
	}
	if _, err := s.Write(ctx, by, x.ID, ticket.Words{Text: f.Words("measure"), Attachments: photos}); err != nil {
		return err
	}
	if n := int(f.Int("minutes")); n > 0 {
		if _, err := s.LogTime(ctx, by, x.ID, ticket.TimeEntry{Minutes: n, Note: clean.FirstLine(f.Words("measure"))}); err != nil {
			return err
		}
	}
	if f.Get("stands") == isDone {
		_, err := s.Resolve(ctx, by, x.ID, ticket.ResolveInput{Solution: f.Words("measure")})
		return err
	}
	if x.State != ticket.StateNew {
		return nil
	}
	_, err := s.Begin(ctx, by, x.ID, "")
	return err
}
