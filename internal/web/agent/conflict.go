package agent

import (
	"fmt"
	"net/http"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// conflictView is a choice, field by field, between what somebody else has written meanwhile and what one wrote oneself.
type conflictView struct {
	Ref, Title string
	Back       string
	Form       ui.FormView
	Choices    []ui.ChoiceView
}

// formNames are what the forms call the columns that several people edit.
var formNames = map[string]string{
	"category_id": "category", "group_id": "group", "assignee_id": "assignee", "requester_id": "requester", "detected_at": "detected", "substate": "step",
}

// showConflict shows both values of each field that two people have changed. All else that was typed travels along.
func (p *pages) showConflict(c *web.Ctx, n ticket.ID, f *web.Form, conflict error) error {
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	history, err := p.Ticket.History(c.Context(), c.Actor(), &row.Ticket)
	if err != nil {
		return err
	}
	g, err := p.glossary(c, &row, append(history, chosen(conflict)))
	if err != nil {
		return err
	}
	v := conflictView{
		Ref: n.String(), Title: c.T.T("desk.conflict.title"), Back: paths.With(paths.DeskTicket(n), "list", f.Get("list")),
		Form: ui.FormView{Action: c.Request().URL.Path, Label: c.T.T("desk.conflict.title"), Version: fmt.Sprint(row.Version)},
	}
	asked := map[string]bool{}
	for _, w := range errs.FieldsOf(conflict) {
		field := conflictChoice(g, w, history)
		asked[field.Name] = true
		v.Choices = append(v.Choices, field)
	}
	for _, name := range f.Names() {
		if asked[name] || name == "version" || name == web.FormKeyName {
			continue
		}
		for _, value := range f.All(name) {
			if name == "title" {
				value = f.Words(name)
			}
			v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: name, Value: value})
		}
	}
	return p.show(c, http.StatusConflict, shell.View{Title: v.Title, Here: paths.Desk()}, conflictPage(c.T, v))
}

// glossary has the names of all that a history mentions.
func (p *pages) glossary(c *web.Ctx, row *ticket.Row, history []ticket.Entry) (glossary, error) {
	names, err := p.Ticket.NamesIn(c.Context(), c.Actor(), history)
	if err != nil {
		return glossary{}, err
	}
	choices, err := p.Ticket.Choices(c.Context(), c.Actor(), row.Org, row.Desk, &row.Ticket)
	kinds := choices.Kinds
	if kinds != nil {
		kinds[row.Kind+"/present"] = choices.Present
	}
	return glossary{t: c.T, names: names, kinds: kinds}, err
}

// chosen makes an entry of the values in a conflict, so that their names are looked up with the rest.
func chosen(conflict error) ticket.Entry {
	e := ticket.Entry{Payload: ticket.Payload{Changes: map[string]ticket.Diff{}}}
	for _, w := range errs.FieldsOf(conflict) {
		e.Changes[w.Name] = ticket.Diff{From: argument(w, "theirs"), To: argument(w, "mine")}
	}
	return e
}

func conflictChoice(g glossary, w errs.Field, history []ticket.Entry) ui.ChoiceView {
	name := formNames[w.Name]
	if name == "" {
		name = w.Name
	}
	theirs, mine := argument(w, "theirs"), argument(w, "mine")
	by, at := g.t.T("desk.conflict.somebody"), ""
	for _, e := range history {
		if _, ok := e.Changes[w.Name]; ok {
			by, at = actorName(g, e), g.t.DateTime(e.At)
		}
	}
	return ui.ChoiceView{
		Name: name, Label: g.label(w.Name), Options: []ui.Option{
			{Value: formValue(w.Name, theirs), Text: g.t.T("desk.conflict.theirs", "value", g.value(w.Name, theirs)), Description: g.t.T("desk.conflict.by", "name", by, "at", at), Selected: true},
			{Value: formValue(w.Name, mine), Text: g.t.T("desk.conflict.mine", "value", g.value(w.Name, mine))},
		},
	}
}

// formValue is a column's value as its form sends it.
func formValue(column string, v any) string {
	switch n := v.(type) {
	case nil:
		return ""
	case int64:
		if column == "detected_at" {
			return clock.FromMicros(n).In(clock.Stockholm()).Format(localTime)
		}
		return fmt.Sprint(n)
	}
	return fmt.Sprint(v)
}

// localTime is how a browser sends a day and a time of day.
const localTime = "2006-01-02T15:04"

func argument(w errs.Field, name string) any {
	for i := 0; i+1 < len(w.Args); i += 2 {
		if w.Args[i] == name {
			return w.Args[i+1]
		}
	}
	return nil
}
