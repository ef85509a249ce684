package assigned

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// listView is what somebody has in hand, and what waits for their word.
type listView struct {
	Table  ui.TableView
	Empty  ui.EmptyView
	Pages  ui.PaginationView
	Decide []decideView
}

func (p *pages) list(c *web.Ctx) error { return p.listPage(c, http.StatusOK, nil) }

func (p *pages) listPage(c *web.Ctx, status int, f *web.Form) error {
	mine, err := p.Delegation.InHand(c.Context(), c.Actor(), c.Query("at"), 0)
	if err != nil {
		return err
	}
	wait, err := p.Delegation.ToDecide(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	t := c.T
	v := listView{
		Empty: ui.EmptyView{Icon: "check", Title: t.T("delegation.assigned.empty"), Text: t.T("delegation.assigned.empty_text")},
		Table: ui.TableView{ID: "mine", Caption: t.T("delegation.assigned.table"), Roomy: true, Columns: []ui.Column{
			{Text: t.T("delegation.fact.case")}, {Text: t.T("delegation.fact.status")}, {Text: t.T("delegation.fact.since")}, {Text: t.T("delegation.fact.due")}, {Text: t.T("delegation.fact.external")},
		}},
	}
	for _, l := range mine.Lines {
		due := ui.Cell{Text: t.DateTime(l.Due), Nowrap: true}
		if !l.Due.IsZero() && l.Due.Before(c.Now().Add(time.Hour)) || l.Chased {
			due.Note = t.T("delegation.assigned.soon")
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{ID: l.ID.String(), Cells: []ui.Cell{
			{Text: l.Ticket.String() + " " + l.Title, Href: paths.Assignment(l.Ticket), Header: true, Item: true},
			{Text: t.T("delegation.status." + string(l.Status))},
			{Content: ui.Time(l.GivenAt, t.DateTime(l.GivenAt)), Nowrap: true},
			due,
			{Text: l.External},
		}})
	}
	if c.Query("at") != "" {
		v.Pages.Newer, v.Pages.NewerText = paths.Assignments(), t.T("delegation.overview.oldest")
	}
	if mine.Next != "" {
		v.Pages.Older, v.Pages.OlderText = paths.With(paths.Assignments(), "at", mine.Next), t.T("delegation.overview.younger")
	}
	for i := range wait {
		v.Decide = append(v.Decide, decideOf(c, &wait[i], f))
	}
	return p.render(c, status, t.T("delegation.assigned.title"), listPage(t, v))
}

// decideView is a case that waits for the reader's word.
type decideView struct {
	ID, Title string
	Facts     []ui.Definition
	Errors    []ui.FieldError
	Form      ui.FormView
	Granted   ui.ChoiceView
	Answer    ui.FieldView
}

func decideOf(c *web.Ctx, e *delegation.Errand, f *web.Form) decideView {
	t, id := c.T, strconv.FormatInt(e.ID, 10)
	if f != nil && f.Get("errand") != id {
		f = nil
	}
	v := decideView{
		ID: "errand-" + id, Title: e.Ticket.String() + " " + t.T("delegation.errand."+string(e.What)), Errors: f.Errors(t),
		Facts: []ui.Definition{{Term: t.T("delegation.fact.case"), Text: e.Title}},
		Form: ui.FormView{
			Action: paths.AssignmentDo(e.Ticket, "decide"), Label: t.T("delegation.decide."+string(e.What)) + " " + e.Ticket.String(), Key: c.FormKey("decide", e.ID),
			Hidden: []ui.HiddenView{{Name: "what", Value: string(e.What)}, {Name: "errand", Value: id}},
		},
		Granted: ui.ChoiceView{Name: "granted", ID: "f-granted-" + id, Label: t.T("delegation.field.granted"), Required: true, Inline: true, Error: f.Error(t, "granted"), Options: yesNo(t, f.Get("granted"))},
		Answer:  ui.FieldView{Name: "answer", ID: "f-answer-" + id, Label: t.T("delegation.field.answer"), Value: f.Words("answer"), Error: f.Error(t, "answer"), Rows: 2},
	}
	if f != nil {
		v.Answer.ID, v.Granted.ID = "", ""
	}
	if e.Amount > 0 {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.field.amount"), Text: t.T("delegation.kronor", "amount", e.Amount)})
	}
	if e.Text != "" {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.fact.about"), Text: e.Text})
	}
	v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.fact.asked"), Content: ui.Time(e.AskedAt, t.DateTime(e.AskedAt))})
	return v
}

func yesNo(t *i18n.Printer, chosen string) []ui.Option {
	return ui.Pick([]ui.Option{{Value: "yes", Text: t.T("delegation.granted.yes")}, {Value: "no", Text: t.T("delegation.granted.no")}}, chosen)
}

// decide gives the word that a case waits for.
func (p *pages) decide(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.Delegation.Decide(c.Context(), c.Actor(), id, delegation.What(f.Get("what")), delegation.Decision{
		Errand: f.Int("errand"), Granted: delegation.Granted(f.Get("granted")), Answer: f.Words("answer"),
	})
	switch {
	case err == nil:
		c.Flash("delegation.done.decided", "ref", id.String())
		return c.Redirect(paths.Assignments())
	case f.Failed(err):
		return p.listPage(c, http.StatusUnprocessableEntity, f)
	case errs.Is(err, errs.Conflict):
		var e *errs.Error
		if errors.As(err, &e) {
			c.FlashWarning(e.Key, e.Args...)
		}
		return c.Redirect(paths.Assignments())
	}
	return err
}
