package self

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// job tells how a job does. The page looks again by itself.
func (p *pages) job(c *web.Ctx) error {
	id, err := sheet.Number[connector.JobID](c, "id")
	if err != nil {
		return err
	}
	mark, err := p.Mark(c)
	if err != nil {
		return err
	}
	x, err := p.Connector.Job(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	steps, err := p.Connector.History(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	t := c.T
	facts := []ui.Definition{{Term: t.T("connector.column.at"), Text: t.DateTime(x.CreatedAt)}}
	if x.Device != "" {
		facts = append(facts, ui.Definition{Term: t.T("connector.field.device"), Text: x.Device})
	}
	if x.Ticket != 0 {
		facts = append(facts, ui.Definition{Term: t.T("connector.column.case"), Content: ui.Link(t, ui.LinkView{Href: paths.Ticket(x.Ticket), Text: x.Ticket.String()})})
	}
	parts := []templ.Component{outcome(t, &x.Job)}
	if x.Kind == connector.Register && x.Device != "" {
		parts = append(parts, sheet.Note(t.T("connector.job.guide")))
	}
	parts = append(parts, ui.DefinitionList(facts), ui.Table(history(c, steps)))
	h := sheet.Head{Title: t.T("connector.kind." + string(x.Kind)), Tags: []ui.TagView{State(t, &x.Job)}}
	if int64(x.Person) == c.Actor().Person {
		h.Topics, h.Mark = own(c), mark
	}
	return p.show(c, http.StatusOK, h, parts...)
}

// outcome says in a sentence how a job stands, and what the reader does now.
func outcome(t *i18n.Printer, j *connector.Job) templ.Component {
	v := ui.AlertView{ID: "outcome"}
	switch {
	case j.State == connector.Done:
		v.Color, v.Text = ui.Success, t.T("connector.solution."+string(j.Kind))
	case j.State == connector.Failed && j.Error == connector.FaultPolicy:
		v.Color, v.Title, v.Text = ui.Warning, t.T("connector.job.policy"), t.T("connector.job.policy_text")
	case j.State == connector.Failed:
		v.Color, v.Title, v.Text = ui.Danger, t.T("connector.job.failed"), t.T("connector.fault."+j.Error)+" "+t.T("connector.job.failed_text", "ref", j.Ticket.String())
	case j.Error != "":
		v.Color, v.Text = ui.Warning, t.T("connector.job.delayed")
	default:
		v.Text = t.T("connector.job." + string(j.State))
	}
	if j.Said != "" {
		v.Text += " " + t.T("connector.said", "said", j.Said)
	}
	return ui.Alert(v)
}

// history lists what happened to a job.
func history(c *web.Ctx, steps []connector.Step) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "history", Caption: t.T("connector.history.title"), Columns: []ui.Column{{Text: t.T("connector.column.what")}, {Text: t.T("connector.column.at")}}}
	for i, s := range steps {
		note := ""
		if s.Error != "" {
			note = t.T("connector.fault." + s.Error)
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(i + 1), Cells: []ui.Cell{
			{Text: t.T("connector.step." + s.What[len("connector."):]), Note: note}, {Content: ui.Time(s.At, t.DateTime(s.At)), Nowrap: true},
		}})
	}
	return v
}
