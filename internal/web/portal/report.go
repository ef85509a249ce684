package portal

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
)

// reportView is a form that begins something.
type reportView struct {
	report
	notices    templ.Component // What is told to everybody just now.
	form       *web.Form
	key        string
	kept       []ticket.Attachment
	fields     []ticket.FieldSpec
	categories []ticket.Category
	services   []service.Item
	name       string // Of the reader.
	// asked is whether the person wanted to see if there is an answer already.
	asked       bool
	suggestions []suggestion
	guides      []guide
	ways        []directory.Way
	whom        whomView
}

func (p *pages) showReport(r report) web.Handler {
	return func(c *web.Ctx) error {
		// What was searched for in vain comes along, whether it is the portal itself that fails, and what it is about.
		f := web.NewForm("title", c.Query("title"), "whom", c.Query("for"), "about", c.Query("about"), "service", c.Query("service"), "field.device", c.Query("device"))
		return p.renderReport(c, http.StatusOK, reportView{report: r, form: f})
	}
}

func (p *pages) sendReport(r report) web.Handler {
	return func(c *web.Ctx) error {
		f, err := c.Form()
		if err != nil && !f.Failed(err) {
			return err
		}
		kept, err := formfiles.Keep(c, p.Ticket, f, "portal.files.gone")
		if err != nil {
			return err
		}
		if f.Has("find") && len(f.Wrong()) == 0 {
			return p.renderReport(c, http.StatusOK, reportView{report: r, form: f, kept: kept})
		}
		if f.Has("suggest") && len(f.Wrong()) == 0 {
			return p.showSuggestions(c, r, f, kept)
		}
		t, err := p.send(c, r, f, kept)
		if len(f.Wrong()) > 0 || f.Failed(err) {
			return p.renderReport(c, http.StatusUnprocessableEntity, reportView{report: r, form: f, kept: kept})
		}
		if err != nil {
			return err
		}
		c.Flash("portal.report.sent", "ref", t.ID.String())
		return c.Redirect(paths.Ticket(t.ID))
	}
}

// send reports what the form says, if nothing is wrong with it yet.
func (p *pages) send(c *web.Ctx, r report, f *web.Form, kept []ticket.Attachment) (ticket.Ticket, error) {
	in := ticket.ReportInput{
		Kind: r.kind, Channel: ticket.Portal, Title: f.Words("title"), Text: f.Words("text"),
		Category: ticket.CategoryID(f.Int("category")), Service: ticket.ServiceID(f.Int("service")), Attachments: formfiles.IDs(kept), Fields: ownFields(f),
		Way: directory.Way(f.Get("contact_way")),
	}
	if strings.TrimSpace(in.Title+in.Text) == "" {
		f.Failed(fieldError("title", r.key("missing")))
	}
	if when := f.Get("detected_at"); when != "" {
		at, err := time.ParseInLocation("2006-01-02T15:04", when, clock.Stockholm())
		if err != nil {
			f.Failed(fieldError("detected_at", "portal.report.when_wrong"))
		}
		in.DetectedAt = at.UTC()
	}
	var err error
	if in.Requester, err = requesterOf(f); err != nil {
		f.Failed(err)
	}
	if len(f.Wrong()) > 0 {
		return ticket.Ticket{}, nil
	}
	if f.Get("about") == aboutPortal {
		if in.Service, err = p.ofPortal(c); err != nil {
			return ticket.Ticket{}, err
		}
	}
	return p.Ticket.Report(c.Context(), c.Actor(), in)
}

// ownFields are the answers to what this organisation asks beyond the common. The use case refuses what it did not ask.
func ownFields(f *web.Form) map[string]string {
	out := map[string]string{}
	for _, name := range f.Names() {
		if key, ok := strings.CutPrefix(name, "field."); ok && strings.TrimSpace(f.Words(name)) != "" {
			out[key] = f.Words(name)
		}
	}
	return out
}

func (p *pages) renderReport(c *web.Ctx, status int, v reportView) error {
	by := c.Actor()
	config, err := p.Ticket.KindConfig(c.Context(), directory.OrgID(by.Org), v.kind)
	if err != nil {
		return err
	}
	if !config.Enabled || !config.Portal {
		return errs.Missing()
	}
	v.fields = slices.DeleteFunc(slices.Clone(config.Fields), func(s ticket.FieldSpec) bool { return !s.Portal })
	if unasked(v) {
		return errs.E(errs.Invalid, "web.error.form")
	}
	desks, err := p.Directory.Desks(c.Context(), by)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(desks, func(d directory.Desk) bool { return int64(d.Org) == by.Org }); i >= 0 {
		if v.categories, err = p.Ticket.Categories(c.Context(), desks[i].ID); err != nil {
			return err
		}
	}
	if v.kind == ticket.Incident {
		if v.services, err = p.Service.Offered(c.Context(), directory.OrgID(by.Org)); err != nil {
			return err
		}
	}
	if v.ways, err = p.Notify.Ways(c.Context(), by); err != nil {
		return err
	}
	if v.whom, err = p.whom(c, v.form); err != nil {
		return err
	}
	v.key, v.name = c.FormKey(), c.Identity().Person.Given
	if v.notices, err = p.noticed(c); err != nil {
		return err
	}
	return p.Shell.Render(c, status, shell.View{Title: c.T.T(v.report.key("title"))}, reportPage(c.T, v))
}

// unasked reports whether an answer was refused to which the form has no question: nothing that a person did.
func unasked(v reportView) bool {
	return slices.ContainsFunc(v.form.Wrong(), func(w errs.Field) bool {
		key, own := strings.CutPrefix(w.Name, "field.")
		return own && !slices.ContainsFunc(v.fields, func(s ticket.FieldSpec) bool { return s.Key == key })
	})
}
