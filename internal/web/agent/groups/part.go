package groups

import (
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Part is what a ticket's page tells of its group: the common ticket that it belongs to, the cases below it, the proposed
// priority, the hour of a major incident. It asks one question, and none of a case that stands alone.
func Part(service *common.Service, cases *ticket.Service) agent.LinkedPart {
	return func(c *web.Ctx, x *ticket.Ticket, list []ticket.Link) (agent.PartView, error) {
		var v agent.PartView
		works := cases.Can(c.Actor(), ticket.MayWork, x)
		if works && !x.State.Ended() {
			v.Acts = append(v.Acts, ui.LinkView{Href: paths.TogetherWith(x.ID), Text: c.T.T("common.act.together")})
		}
		grouped := slices.ContainsFunc(list, func(l ticket.Link) bool { return l.Kind == ticket.LinkChild })
		if !grouped && x.Residents == 0 && x.Priority != 1 {
			return v, nil
		}
		o, err := service.Of(c.Context(), c.Actor(), x)
		if err != nil {
			return v, err
		}
		partOf(c, &v, x, &o, works, service.MayLead(c.Actor(), x))
		return v, nil
	}
}

func partOf(c *web.Ctx, v *agent.PartView, x *ticket.Ticket, o *common.Overview, works, leads bool) {
	t := c.T
	if o.Above != 0 {
		text := t.T("common.part.above")
		if o.AboveHas != "" {
			text += " " + t.T("common.part.above_has", "name", o.AboveHas)
		}
		v.Notices = append(v.Notices, ui.AlertView{ID: "group-above", Text: text, Content: sheet.Go(paths.DeskTicket(o.Above), o.Above.String()+" "+o.AboveTitle)})
	}
	if o.Major != nil {
		v.Notices = append(v.Notices, majorNotice(c, x, o))
		if o.Major.Running() {
			v.Tags = append(v.Tags, ui.TagView{Text: t.T("common.major.tag"), Color: ui.Danger, Icon: "alarm"})
		}
	}
	if o.Proposal != nil && works {
		v.Notices = append(v.Notices, proposal(c, x, o.Proposal))
	}
	if x.State == ticket.StateResolved && o.Open > 0 {
		v.Notices = append(v.Notices, ui.AlertView{
			ID: "group-open", Color: ui.Warning, Text: t.T("common.part.still_open", "count", o.Open),
			Content: sheet.Go(paths.With(paths.Group(x.ID), "deed", string(common.Resolve)), t.T("common.part.solve_all")),
		})
	}
	if o.Sum() > 0 {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("common.group.cases", "count", o.Sum()), Icon: "group"})
		v.Who = append(v.Who, sheet.Panel(ui.PanelView{ID: "group", Title: t.T("common.part.title"), Action: &ui.ActionLink{Href: paths.Group(x.ID), Text: t.T("common.part.open")}},
			ui.DefinitionList(facts(t, o))))
	}
	if leads && !o.Major.Running() && !x.State.Ended() && (o.Sum() > 0 || x.Residents > 0 || x.Priority == 1) {
		v.Work = append(v.Work, sheet.Do(c, paths.Major(x.ID, "declare"), t.T("common.major.declare"), "").Show(t))
	}
}

// proposal is the priority that the rule proposes, why, and the buttons that decide.
func proposal(c *web.Ctx, x *ticket.Ticket, p *common.Proposal) ui.AlertView {
	t := c.T
	why := reason(t, p.Children, p.Residents)
	text := t.T("common.proposal.rises", "priority", p.Priority, "why", why)
	if !p.Rises {
		text = t.T("common.proposal.sinks", "priority", p.Priority, "why", why)
	}
	yes := sheet.Do(c, paths.Group(x.ID, "priority"), t.T("common.proposal.accept", "priority", p.Priority), "").Hidden("priority", sheet.Text(p.Priority))
	no := sheet.Do(c, paths.Group(x.ID, "priority"), t.T("common.proposal.decline"), "").Hidden("priority", sheet.Text(p.Priority)).Hidden("no", "1")
	return ui.AlertView{ID: "proposal", Color: ui.Warning, Text: text, Content: sheet.Row(yes.Keyed(c, "yes", x.ID, x.Version, p.Priority).Show(t), no.Keyed(c, "no", x.ID, x.Version, p.Priority).Show(t))}
}

func majorNotice(c *web.Ctx, x *ticket.Ticket, o *common.Overview) ui.AlertView {
	t := c.T
	v := ui.AlertView{ID: "major", Color: ui.Danger, Text: t.T("common.major.running"), Content: sheet.Go(paths.Major(x.ID), t.T("common.major.open"))}
	if !o.Major.Running() {
		v.Color, v.Text = ui.Info, t.T("common.major.over", "at", o.Major.EndedAt)
	} else if !o.Major.WordDue.IsZero() {
		v.Text += " " + t.T("common.major.word_due", "at", o.Major.WordDue)
	}
	return v
}

// facts are the figures of a group, over what the reader may see.
func facts(t *i18n.Printer, o *common.Overview) []ui.Definition {
	out := []ui.Definition{{Term: t.T("common.fact.cases"), Text: t.T("common.fact.cases_text", "sum", o.Sum(), "open", o.Open, "solved", o.Solved)}}
	add := func(key string, n int) {
		if n > 0 {
			out = append(out, ui.Definition{Term: t.T(key), Text: t.Number(int64(n))})
		}
	}
	add("common.fact.people", o.People)
	add("common.fact.units", o.Units)
	add("common.fact.residents", o.Residents)
	if o.BaseImpact != 0 && o.Level != 0 {
		out = append(out, ui.Definition{Term: t.T("common.fact.why"), Text: reason(t, o.Children, o.Residents)})
	}
	return out
}

func links(t *i18n.Printer, list []common.Child) templ.Component {
	var parts []templ.Component
	for _, x := range list[:min(len(list), 20)] {
		parts = append(parts, ui.Link(t, ui.LinkView{Href: paths.DeskTicket(x.Ticket.ID), Text: x.Ticket.ID.String()}))
	}
	return sheet.Row(parts...)
}

func items(t *i18n.Printer, list []common.Child) []ui.ItemView {
	out := make([]ui.ItemView, 0, len(list))
	for i := range list {
		x := &list[i].Ticket
		out = append(out, ui.ItemView{
			ID: "in-" + id(x.ID), Href: paths.DeskTicket(x.ID), Title: x.ID.String() + " " + x.Title, Note: list[i].Name + " · " + t.T("desk.state."+string(x.State)),
		})
	}
	return out
}
