package agent

import (
	"net/http"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// editView is the page that edits a ticket's facts.
type editView struct {
	Title     string
	Crumbs    []ui.Crumb
	Form      ui.FormView
	Errors    []ui.FieldError
	Name      ui.FieldView
	Kind      ui.ChoiceView
	Who       ui.FieldView
	People    *ui.ChoiceView // Candidates when several people fit what was typed.
	Requester string
	Detected  ui.FieldView
	Residents ui.FieldView
	Fields    fieldsView
	Back      string
}

func (p *pages) editPage(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	return p.showEdit(c, n, http.StatusOK, nil, nil)
}

// showEdit answers with the edit page; people are the candidates for a new requester.
func (p *pages) showEdit(c *web.Ctx, n ticket.ID, status int, f *web.Form, people []directory.PersonHit) error {
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	if !may(c.Actor(), ticket.MayWork, &row.Ticket) {
		return errs.Denied(string(ticket.MayWork))
	}
	choices, err := p.Ticket.Choices(c.Context(), c.Actor(), row.Org, row.Desk, &row.Ticket)
	if err != nil {
		return err
	}
	values, err := p.Ticket.Fields(c.Context(), &row.Ticket)
	if err != nil {
		return err
	}
	v := editOf(c, &row, choices, values, f, people)
	return p.show(c, status, shell.View{Title: v.Title, Here: paths.Desk()}, editFacts(c.T, v))
}

func editOf(c *web.Ctx, row *ticket.Row, choices ticket.Choices, values map[string]string, f *web.Form, people []directory.PersonHit) editView {
	t, carried := c.T, c.Query("list")
	if f == nil {
		f = web.NewForm(
			"list", carried, "version", id(row.Version), "title", row.Title, "kind", string(row.Kind), "requester", id(row.Requester),
			"detected", row.DetectedAt.In(clock.Stockholm()).Format(localTime), "residents", orEmpty(row.Residents),
		)
		for key, value := range values {
			f.Set("field."+key, value)
			f.Set("seen."+key, value)
		}
	}
	carried = f.Get("list")
	back := paths.With(paths.DeskTicket(row.ID), "list", carried)
	v := editView{
		Title: t.T("desk.edit.title", "ref", row.ID.String()), Back: back,
		Crumbs: []ui.Crumb{{Href: listHref(carried), Text: t.T("desk.queue.back")}, {Href: back, Text: row.ID.String() + " " + row.Title}, {Text: t.T("desk.edit.open")}},
		Form: ui.FormView{
			Action: paths.DeskTicketDo(row.ID, "edit"), Label: t.T("desk.form.edit"), Key: c.FormKey("edit", row.ID, row.Version), Version: f.Get("version"),
			Hidden: []ui.HiddenView{{Name: "list", Value: carried}},
		},
		Errors:    errorsInPlace(t, f),
		Name:      ui.FieldView{Name: "title", Label: t.T("desk.field.title"), Value: f.Words("title"), Error: f.Error(t, "title"), Required: true, MaxLength: ticket.MaxTitle},
		Kind:      ui.ChoiceView{Name: "kind", Label: t.T("desk.filter.kind"), Description: t.T("desk.edit.kind_help"), Options: ui.Pick(enabledKinds(t, choices.Kinds, row.Kind), f.Get("kind")), Error: f.Error(t, "kind"), Width: "m"},
		Requester: t.T("desk.edit.requester_now", "name", who(t, row)),
		Who:       ui.FieldView{Name: "who", Label: t.T("desk.edit.requester"), Description: t.T("desk.edit.requester_help"), Value: f.Get("who"), Error: f.Error(t, "who") + f.Error(t, "requester"), Autocomplete: "off"},
		Detected:  ui.FieldView{Name: "detected", Label: t.T("desk.field.detected_at"), Value: f.Get("detected"), Error: f.Error(t, "detected") + f.Error(t, "detected_at")},
		Residents: residentsField(t, f),
		Fields:    fieldsOf(t, choices.Kinds[ticket.Kind(f.Get("kind"))], f, true),
	}
	v.Form.Hidden = append(v.Form.Hidden, v.Fields.Seen...)
	if len(people) > 0 {
		v.People = peopleChoice(t, people, f.Get("requester"))
		v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: "picked", Value: "1"})
	} else {
		v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: "requester", Value: f.Get("requester")})
	}
	return v
}

// saveEdit stores the facts. A name that fits several people brings the page back with those to choose from.
func (p *pages) saveEdit(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	people, err := p.newRequester(c, f)
	if err != nil || len(people) > 0 {
		if status, again := refused(f, err); again || len(people) > 0 {
			return p.showEdit(c, n, max(status, http.StatusUnprocessableEntity), f, people)
		}
		return err
	}
	in, err := editInput(f)
	if err == nil {
		_, err = p.Ticket.Change(c.Context(), c.Actor(), n, in)
	}
	switch {
	case err == nil:
		c.Flash("desk.act.edited", "ref", n.String())
		return back(c, f, n)
	case errs.Is(err, errs.Conflict) && len(errs.FieldsOf(err)) > 0:
		return p.showConflict(c, n, f, err)
	}
	if status, again := refused(f, err); again {
		return p.showEdit(c, n, status, f, nil)
	}
	return err
}

// newRequester looks up the name that was typed for another requester. One hit is taken; several are returned, unless
// one of them is chosen already.
func (p *pages) newRequester(c *web.Ctx, f *web.Form) ([]directory.PersonHit, error) {
	q := f.Get("who")
	if q == "" {
		return nil, nil
	}
	hits, err := p.Directory.LookUp(c.Context(), c.Actor(), q, 10)
	if err != nil {
		return nil, err
	}
	switch len(hits) {
	case 0:
		return nil, wrongField("who", "desk.edit.nobody", "q", q)
	case 1:
		f.Set("requester", id(hits[0].ID))
		return nil, nil
	}
	for _, h := range hits {
		if f.Has("picked") && f.Get("requester") == id(h.ID) {
			return nil, nil
		}
	}
	f.Failed(wrongField("requester", "desk.edit.several"))
	return hits, nil
}

// editInput is what was typed, as a change. Extra fields say what the form showed, so that only edits count.
func editInput(f *web.Form) (ticket.ChangeInput, error) {
	title, kind := f.Words("title"), ticket.Kind(f.Get("kind"))
	in := ticket.ChangeInput{Version: f.Int("version"), Title: &title, Kind: &kind, Fields: map[string]string{}, Seen: map[string]string{}}
	if n := directory.PersonID(f.Int("requester")); n != 0 {
		in.Requester = &n
	}
	if s := f.Get("detected"); s != "" {
		at, err := time.ParseInLocation(localTime, s, clock.Stockholm())
		if err != nil {
			return in, wrongField("detected", "error.date")
		}
		in.DetectedAt = &at
	}
	if f.Has("residents") {
		n, err := residents(f)
		if err != nil {
			return in, err
		}
		in.Residents = &n
	}
	for _, name := range f.Names() {
		if key, ok := strings.CutPrefix(name, "field."); ok {
			in.Fields[key], in.Seen[key] = f.Words(name), clean.Text(f.Words("seen."+key), 0)
		}
	}
	return in, nil
}
