package agent

import (
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// ticketView is a ticket's page, ready to show.
type ticketView struct {
	Ref, Title string
	Crumbs     []ui.Crumb
	Tags       []ui.TagView
	Acts       actsView
	Present    []string
	Notices    []ui.AlertView
	Talk       []ui.EntryView
	Composer   *composerView
	Caller     callerView
	Clocks     []ui.Definition
	Facts      factsView
	Assign     *assignView
	Classify   *classifyView
	Hold       *holdView
	Relations  relationsView
	Time       timeView
	History    string
	Parts      PartView
	Announce   string
	Errors     []ui.FieldError // Of a form that is not on the page any more.
}

func ticketKeys(t *i18n.Printer) []ui.ShortcutView {
	var out []ui.ShortcutView
	for _, key := range []string{"r", "n", "s", "t", "a", "g", "h", "e"} {
		out = append(out, ui.ShortcutView{Key: key, Text: t.T("desk.key.ticket_" + key)})
	}
	return append(out, ui.ShortcutView{Key: "c", Text: t.T("desk.key.call")})
}

func ticketOf(c *web.Ctx, d ticketData) ticketView {
	t, x, by := c.T, &d.row.Ticket, c.Actor()
	v := ticketView{
		Ref: x.ID.String(), Title: x.Title,
		Crumbs: []ui.Crumb{{Href: listHref(d.list), Text: t.T("desk.queue.back")}, {Text: x.ID.String()}},
		Tags:   append(ticketTags(t, d), d.parts.Tags...), Parts: d.parts,
		Acts:    actsOf(c, d),
		Notices: append(noticesOf(t, d), d.parts.Notices...),
		Talk:    talkOf(c, d), Caller: callerOf(t, d), Clocks: clocksOf(t, x), Facts: factsOf(t, d),
		Relations: relationsOf(c, d), Time: timeOf(c, d),
		History: paths.With(paths.DeskTicketDo(x.ID, "history"), "list", d.list),
	}
	for _, other := range d.around.Present {
		v.Present = append(v.Present, t.T("desk.present."+other.Doing, "name", orMasked(t, other.Name)))
	}
	v.Announce = t.T("desk.ticket.announce", "count", len(d.said)) + " " + strings.Join(v.Present, " ")
	v.Composer = composerOf(c, d)
	if may(by, ticket.MayWork, x) && !x.State.Ended() {
		v.Assign, v.Classify = assignOf(c, d), classifyOf(c, d)
		if x.State.Active() {
			v.Hold = holdOf(c, d)
		}
	}
	v.Errors = strayErrors(t, d, &v)
	return v
}

// may asks whether the agent holds a verb for the ticket, as far as a page needs to know what to offer: the use case
// decides.
func may(by authz.Actor, verb authz.Verb, x *ticket.Ticket) bool {
	return by.MayIn(verb, authz.Desk, int64(x.Desk)) || by.MayIn(verb, authz.Organisation, int64(x.Org)) ||
		x.Group != 0 && by.MayIn(verb, authz.Group, int64(x.Group)) || x.Site != 0 && by.MayIn(verb, authz.Site, int64(x.Site)) ||
		x.Supplier != 0 && by.MayIn(verb, authz.Supplier, int64(x.Supplier))
}

func orMasked(t *i18n.Printer, name string) string {
	if name == "" {
		return t.T("desk.masked")
	}
	return name
}

func ticketTags(t *i18n.Printer, d ticketData) []ui.TagView {
	x := &d.row.Ticket
	tags := []ui.TagView{stateTag(t, x, d.choices.Present), priorityTag(t, x.Priority), {Text: t.T("desk.kind." + string(x.Kind))}}
	if category := inLang(t, d.row.CategorySv, d.row.CategoryEn); category != "" {
		tags = append(tags, ui.TagView{Text: category})
	}
	if d.row.ServiceClass != "" && x.Kind == ticket.Incident {
		tags = append(tags, ui.TagView{Text: t.T("sla.class." + d.row.ServiceClass), Color: ui.Warning, Icon: "fault"})
	}
	if about := inLang(t, d.row.ServiceSv, d.row.ServiceEn); about != "" {
		tags = append(tags, ui.TagView{Text: about})
	}
	tags = append(tags, ui.TagView{Text: t.T("desk.channel." + string(x.Channel)), Icon: channelIcons[x.Channel]})
	if x.FirstContact {
		tags = append(tags, ui.TagView{Text: t.T("desk.ticket.first_contact"), Color: ui.Success, Icon: "check"})
	}
	if x.Reopened > 0 {
		tags = append(tags, ui.TagView{Text: t.T("desk.ticket.reopened", "count", x.Reopened), Color: ui.Warning})
	}
	if x.Sealed {
		tags = append(tags, ui.TagView{Text: t.T("ui.protected"), Color: ui.Warning, Icon: "lock"})
	}
	return tags
}

// noticesOf says what one must know before doing anything.
func noticesOf(t *i18n.Printer, d ticketData) []ui.AlertView {
	x := &d.row.Ticket
	var out []ui.AlertView
	switch {
	case x.State == ticket.StateMerged:
		out = append(out, ui.AlertView{ID: "notice-merged", Text: t.T("desk.ticket.merged_into", "ref", x.MergedInto.String()), Content: linkTo(paths.DeskTicket(x.MergedInto), x.MergedInto.String())})
	case x.State == ticket.StateOnHold:
		text := t.T("desk.ticket.on_hold", "reason", x.HoldReason)
		if !x.HoldUntil.IsZero() {
			text += " " + t.T("desk.ticket.on_hold_until", "at", x.HoldUntil)
		}
		out = append(out, ui.AlertView{ID: "notice-hold", Color: ui.Warning, Text: text})
	case x.State == ticket.StateResolved && x.ToldAt.IsZero():
		out = append(out, ui.AlertView{ID: "notice-told", Color: ui.Warning, Text: t.T("desk.ticket.not_told")})
	case x.State == ticket.StateResolved:
		out = append(out, ui.AlertView{ID: "notice-due", Text: t.T("desk.ticket.close_due", "at", x.CloseDue)})
	}
	return out
}

// actsView is the buttons that move a ticket on. Each is a form of one button, tied by its id.
type actsView struct {
	Form ui.FormView
	Do   []ui.ButtonView
	Edit string // Address of the page that edits all facts; "" without the right.
	Call bool   // The phone may ring while one reads.
}

func actsOf(c *web.Ctx, d ticketData) actsView {
	t, x, by := c.T, &d.row.Ticket, c.Actor()
	v := actsView{Form: ui.FormView{
		ID: "act", Action: paths.DeskTicketDo(x.ID, "take"), Label: t.T("desk.act.title"), Inline: true,
		Key: c.FormKey("act", x.ID, x.Version), Hidden: []ui.HiddenView{{Name: "list", Value: d.list}},
	}}
	add := func(verb authz.Verb, when bool, do, key, icon string) {
		if !when || !may(by, verb, x) {
			return
		}
		b := ui.ButtonView{Text: t.T("desk.act." + do), Icon: icon, Form: "act", Formaction: paths.DeskTicketDo(x.ID, do), Shortcut: key, Variant: ui.Secondary}
		if len(v.Do) == 0 {
			b.Variant = ui.Primary
		}
		v.Do = append(v.Do, b)
	}
	add(ticket.MayWork, !x.State.Ended() && int64(x.Assignee) != by.Person, "take", "t", "person")
	add(ticket.MayWork, x.State == ticket.StateOnHold, "resume", "", "right")
	add(ticket.MayResolve, x.State == ticket.StateResolved && x.ToldAt.IsZero(), "tell", "", "phone")
	add(ticket.MayClose, x.State == ticket.StateResolved && !x.ToldAt.IsZero(), "close", "", "lock")
	add(ticket.MayWork, x.State == ticket.StateClosed && x.FollowedUpAt.IsZero(), "follow-up", "", "check")
	add(ticket.MayWork, x.State == ticket.StateResolved || x.State == ticket.StateClosed || x.State == ticket.StateWithdrawn, "reopen", "", "reply")
	add(ticket.MayMerge, x.State == ticket.StateMerged, "unmerge", "", "link")
	v.Call = by.May(ticket.MayRegister)
	if may(by, ticket.MayWork, x) {
		v.Edit = paths.With(paths.DeskTicketDo(x.ID, "edit"), "list", d.list)
	}
	return v
}
