package delegate

import (
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// Tale is what stands of other hands on a case's page. Its history tells all of it.
func Tale(s *delegation.Service) agent.Tale {
	return func(c *web.Ctx, x *ticket.Ticket, history []ticket.Entry) agent.PartView {
		var v agent.PartView
		t, href := c.T, paths.DeskTicketDo(x.ID, "delegate")
		if !ticket.SeesInternal(c.Actor(), x) {
			return v
		}
		if s.CanDelegate(c.Actor(), x) && x.State.Active() {
			v.Often = []ui.LinkView{{Href: href, Text: t.T("delegation.act")}}
		}
		if x.Substate == ticket.SubCost || x.Substate == ticket.SubInstruction {
			v.Notices = append(v.Notices, ui.AlertView{ID: "notice-errand", Color: ui.Warning, Text: t.T("delegation.notice." + x.Substate), Content: link(t, href, t.T("delegation.part.open"))})
		}
		sum, found := delegation.SummaryOf(x, history)
		if !found {
			return v
		}
		if sum.Last.Status.Open() {
			v.Tags = []ui.TagView{{Text: t.T("delegation.tag", "name", sum.Last.Name), Icon: "group", Color: ui.Info}}
		}
		v.Notices = append(v.Notices, noticesOf(t, x, &sum, href)...)
		facts := factsOf(t, &sum.Last)
		facts = append(facts, ui.Definition{Term: t.T("delegation.fact.hop"), Text: t.T("delegation.hop", "count", sum.Last.Hop)})
		v.Who = []templ.Component{panelOf(t, facts, href)}
		return v
	}
}

func noticesOf(t *i18n.Printer, x *ticket.Ticket, s *delegation.Summary, href string) []ui.AlertView {
	var out []ui.AlertView
	if s.Chased {
		out = append(out, ui.AlertView{ID: "notice-chase", Color: ui.Warning, Text: t.T("delegation.notice.chase", "name", s.Last.Name), Content: link(t, href, t.T("delegation.chase.title"))})
	}
	if x.Substate == ticket.SubRemedied {
		out = append(out, ui.AlertView{ID: "notice-remedied", Color: ui.Success, Text: t.T("delegation.notice.remedied", "name", s.Last.Name)})
	}
	if s.Last.Hop > 2 {
		out = append(out, ui.AlertView{ID: "notice-hops", Color: ui.Warning, Text: t.T("delegation.notice.hops", "count", s.Last.Hop)})
	}
	return out
}

func link(t *i18n.Printer, href, text string) templ.Component {
	return ui.Link(t, ui.LinkView{Href: href, Text: text})
}

// age is how long something has lasted, in words: days, else hours.
func age(t *i18n.Printer, now, since time.Time) string {
	d := now.Sub(since)
	if d < 48*time.Hour {
		return t.T("delegation.hours", "count", int(d/time.Hour))
	}
	return t.T("delegation.days", "count", int(d/(24*time.Hour)))
}
