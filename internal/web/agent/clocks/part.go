package clocks

import (
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/ui"
)

// Part is what a ticket's page says of clocks. It costs one statement, and none for a case of another system.
func Part(s *sla.Service) agent.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
		var v agent.PartView
		if x.Channel == ticket.Import {
			return v, nil
		}
		shown, err := s.Show(c.Context(), x)
		if err != nil || len(shown.Clocks) == 0 {
			return v, err
		}
		panel := ui.PanelView{ID: "promises", Title: c.T.T("sla.part.title"), Action: &ui.ActionLink{Href: proofPath(x.ID), Text: c.T.T("sla.part.proof")}}
		var list []ui.Definition
		for i := range shown.Clocks {
			r := &shown.Clocks[i]
			words, late := clockwords.Standing(c.T, shown.Calendar, r, waitingFor(c.T, x), c.Now())
			d := ui.Definition{Term: clockwords.Clock(c.T, r.Clock)}
			switch {
			case late:
				d.Content = ui.Tag(ui.TagView{Text: words, Color: lateColor(r.Clock), Icon: "clock"})
			case r.State == sla.Running && !r.Warn.IsZero() && !c.Now().Before(r.Warn):
				d.Content = ui.Tag(ui.TagView{Text: c.T.T("sla.part.soon", "words", words), Color: ui.Warning, Icon: "clock"})
			default:
				d.Text = words
			}
			list = append(list, d)
		}
		v.Who = append(v.Who, promisePart(panel, list))
		return v, nil
	}
}

// lateColor keeps an aim that was passed apart from a promise that was broken.
func lateColor(c sla.Clock) ui.Color {
	if c.Soft() {
		return ui.Warning
	}
	return ui.Danger
}

// waitingFor is what a case waits for, in words.
func waitingFor(t *i18n.Printer, x *ticket.Ticket) string {
	if key := "sla.pause." + x.HoldCode; x.HoldCode != "" && t.Has(key) {
		return t.T(key)
	}
	return x.HoldReason
}
