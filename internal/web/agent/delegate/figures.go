package delegate

import (
	"net/http"
	"strconv"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// figuresView is what was handed over in a period.
type figuresView struct {
	Crumbs []ui.Crumb
	Form   ui.FormView
	Errors []ui.FieldError
	From   ui.FieldView
	To     ui.FieldView
	Passed ui.TableView
	Pairs  ui.TableView
	None   bool // Nothing went from one supplier to another.
}

// figures counts what was handed over from one day to another, both included. Without days: the last three months.
func (p *pages) figures(c *web.Ctx) error {
	_, desk, err := p.desk(c)
	if err != nil {
		return err
	}
	t, f, status := c.T, web.NewForm("from", c.Query("from"), "to", c.Query("to")), http.StatusOK
	today := c.Now().In(clock.Stockholm())
	from, to := day(f, "from", today.AddDate(0, -3, 0)), day(f, "to", today)
	if len(f.Wrong()) > 0 {
		status = http.StatusUnprocessableEntity
	}
	figures, err := p.Delegation.Figures(c.Context(), c.Actor(), desk.Org, desk.ID, from, to.AddDate(0, 0, 1))
	if err != nil {
		return err
	}
	title := t.T("delegation.figures.title")
	v := figuresView{
		Crumbs: crumbs(t, title), Form: ui.FormView{Action: paths.DeskDelegated() + "/figures", Get: true, Inline: true, Label: t.T("delegation.figures.period")}, Errors: f.Errors(t),
		From: ui.FieldView{Name: "from", Label: t.T("delegation.figures.from"), Value: shown(f, "from", from), Error: f.Error(t, "from")},
		To:   ui.FieldView{Name: "to", Label: t.T("delegation.figures.to"), Value: shown(f, "to", to), Error: f.Error(t, "to")},
		Passed: ui.TableView{ID: "passed", Caption: t.T("delegation.figures.passed"), Columns: []ui.Column{
			{Text: t.T("delegation.figures.measure")}, {Text: t.T("delegation.figures.expected"), Number: true}, {Text: t.T("delegation.figures.unexpected"), Number: true},
		}},
		Pairs: ui.TableView{ID: "pairs", Caption: t.T("delegation.figures.pairs"), Columns: []ui.Column{
			{Text: t.T("delegation.figures.pair_from")}, {Text: t.T("delegation.figures.pair_to")}, {Text: t.T("delegation.figures.hand_overs"), Number: true}, {Text: t.T("delegation.loads.count"), Number: true},
		}},
		None: len(figures.Pairs) == 0,
	}
	row := func(key string, of func(delegation.Passed) string) {
		v.Passed.Rows = append(v.Passed.Rows, ui.Row{ID: key, Cells: []ui.Cell{{Text: t.T("delegation.figures." + key), Header: true}, {Text: of(figures.Expected)}, {Text: of(figures.Unexpected)}}})
	}
	row("tickets", func(p delegation.Passed) string { return strconv.Itoa(p.Tickets) })
	row("hand_overs", func(p delegation.Passed) string { return strconv.Itoa(p.All) })
	row("mean", func(p delegation.Passed) string {
		if p.Tickets == 0 {
			return "–"
		}
		return span(p.Mean)
	})
	for _, x := range figures.Pairs {
		v.Pairs.Rows = append(v.Pairs.Rows, ui.Row{Cells: []ui.Cell{{Text: x.From, Header: true}, {Text: x.To}, {Text: strconv.Itoa(x.Count)}, {Text: strconv.Itoa(x.Tickets)}}})
	}
	return p.render(c, status, title, paths.DeskDelegated(), figuresPage(t, v))
}

// day reads a day's beginning; what is none is noted in the form.
func day(f *web.Form, name string, otherwise time.Time) time.Time {
	otherwise = time.Date(otherwise.Year(), otherwise.Month(), otherwise.Day(), 0, 0, 0, 0, clock.Stockholm())
	s := f.Get(name)
	if s == "" {
		return otherwise
	}
	at, err := time.ParseInLocation(time.DateOnly, s, clock.Stockholm())
	if err != nil {
		var wrong errs.Fields
		wrong.Add(name, "error.date")
		f.Failed(wrong.Err())
		return otherwise
	}
	return at
}

func shown(f *web.Form, name string, at time.Time) string {
	if s := f.Get(name); s != "" {
		return s
	}
	return at.Format(time.DateOnly)
}
