package alarms

import (
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Part shows the alarms behind a case, on the pages of cases that alarms opened. It asks the database once.
func Part(s *alarm.Service) agent.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
		if x.Channel != ticket.Alarm || !c.Actor().May(alarm.MayRead) {
			return agent.PartView{}, nil
		}
		on, err := s.Of(c.Context(), x)
		if err != nil || on.All == 0 {
			return agent.PartView{}, err
		}
		var v agent.PartView
		flapping := false
		for i := range on.Alarms {
			flapping = flapping || on.Alarms[i].Flaps()
		}
		switch {
		case on.Firing == 0:
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("alarm.state.resolved"), Color: ui.Success, Icon: "check"})
		default:
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("alarm.state.firing"), Color: ui.Danger, Icon: "alarm"})
		}
		if flapping {
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("alarm.flapping"), Color: ui.Warning, Icon: "sort"})
		}
		v.Who = append(v.Who, panel(c, &on))
		return v, nil
	}
}

func panel(c *web.Ctx, on *alarm.OnTicket) templ.Component {
	parts := []templ.Component{sheet.Say(c.T.T("alarm.on_case", "n", on.All, "firing", on.Firing))}
	for i := range on.Alarms {
		a := &on.Alarms[i]
		inside := []templ.Component{
			sheet.Tags(append([]ui.TagView{severityTag(c, a.Severity)}, stateTags(c, a)...)),
			ui.DefinitionList([]ui.Definition{
				{Term: c.T.T("alarm.fact.source"), Text: a.SourceName},
				{Term: c.T.T("alarm.fact.count"), Text: strconv.Itoa(a.Count)},
				{Term: c.T.T("alarm.fact.changed"), Text: c.T.DateTime(a.Changed)},
				{Term: c.T.T("alarm.fact.last"), Text: c.T.DateTime(a.Last)},
			}),
			sheet.Go(paths.Alarms(sheet.Text(a.ID)), c.T.T("alarm.open")),
			sheet.Fold(ui.DetailsView{ID: "alarm-raw-" + sheet.Text(a.ID), Summary: c.T.T("alarm.raw"), Plain: true}, code(a.Raw)),
		}
		name := a.Summary
		if a.Host != "" {
			name = a.Host + ": " + name
		}
		parts = append(parts, sheet.Fold(ui.DetailsView{ID: "alarm-" + sheet.Text(a.ID), Summary: c.T.T("alarm.fold", "alarm", name, "n", a.Count), Open: on.All == 1 && i == 0, Plain: true}, inside...))
	}
	if len(on.Alarms) < on.All {
		parts = append(parts, sheet.Note(c.T.T("alarm.and_more", "n", on.All-len(on.Alarms))))
	}
	return sheet.Panel(ui.PanelView{ID: "alarms", Title: c.T.T("alarm.menu")}, parts...)
}
