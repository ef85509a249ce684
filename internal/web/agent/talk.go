package agent

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/htmlsafe"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// talkOf is all that was said and done in a case, oldest first: words as entries, deeds as single lines.
func talkOf(c *web.Ctx, d ticketData) []ui.EntryView {
	out := make([]ui.EntryView, 0, len(d.said)+len(d.history))
	for i := range d.said {
		out = append(out, entryOf(c, d, &d.said[i]))
	}
	for _, e := range d.history {
		if line, ok := deedOf(c, d, e); ok {
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b ui.EntryView) int { return a.At.Compare(b.At) })
	return out
}

var entryKinds = map[ticket.MessageKind]ui.EntryKind{
	ticket.FromUser: ui.Inbound, ticket.Reply: ui.Outbound, ticket.Solution: ui.Outbound, ticket.Note: ui.Internal, ticket.Machine: ui.Internal,
	ticket.Exchange: ui.Internal,
}

// channelIcons are the channels' icons.
var channelIcons = map[ticket.Channel]string{
	ticket.Phone: "phone", ticket.Mail: "mail", ticket.Chat: "chat", ticket.Portal: "portal", ticket.Visit: "person", ticket.Alarm: "alarm", ticket.Supplier: "group",
}

func entryOf(c *web.Ctx, d ticketData, m *ticket.Message) ui.EntryView {
	t := c.T
	e := ui.EntryView{
		ID: "m-" + id(m.ID), Kind: entryKinds[m.Kind], Author: authorOf(c, d, m), At: m.CreatedAt, AtText: t.DateTime(m.CreatedAt),
		Icon: channelIcons[m.Channel],
	}
	if m.Kind == ticket.FromUser || m.Channel == ticket.Phone {
		e.Channel = t.T("desk.channel." + string(m.Channel))
	}
	switch {
	case m.Kind == ticket.Solution:
		e.Note, e.NoteColor = t.T("desk.talk.solution"), ui.Success
	case m.Kind == ticket.Machine:
		e.Note = t.T("desk.talk.machine")
	case m.Kind == ticket.Exchange:
		e.Note, e.NoteColor = t.T("delegation.talk.exchange"), ui.Info
	case m.Kind == ticket.FromUser || m.Unverified:
		e.Note, e.NoteColor = senderNote(t, m)
	}
	if m.Repeats > 0 {
		again := t.T("mailauth.repeats", "count", m.Repeats+1, "at", t.DateTime(m.RepeatedAt))
		e.Note = strings.TrimPrefix(e.Note+". "+again, ". ")
	}
	pictures, files := filesOf(m.Attachments)
	e.Attachments = files
	e.Body = said(t, saidView{
		Text: m.Text, Folded: m.Kind == ticket.Machine, Quoted: m.Quoted, Original: original(m), Pictures: pictures, ID: e.ID,
	})
	return e
}

// senderNote says how sure it is that a mail's sender is who they say; nothing for an answer to our own mail.
func senderNote(t *i18n.Printer, m *ticket.Message) (string, ui.Color) {
	key, domain, bad := inbox.ProofText(m.Proof)
	switch {
	case key == "" && m.Unverified:
		return t.T("desk.talk.unverified"), ui.Warning
	case key == "" || m.Proof == "reply":
		return "", ""
	case bad:
		return t.T(key, "domain", domain), ui.Danger
	case m.Unverified:
		return t.T(key, "domain", domain), ui.Warning
	}
	return t.T(key, "domain", domain), ui.Success
}

// authorOf names who speaks. A name that the reader may not know is not in the data at all.
func authorOf(c *web.Ctx, d ticketData, m *ticket.Message) ui.PersonView {
	v := ui.PersonView{Name: m.AuthorName}
	switch {
	case m.Masked:
		v.Name = c.T.T("desk.masked")
	case v.Name == "" && m.Author != 0 && m.Author == d.row.Requester:
		v.Name = d.row.RequesterName
	case v.Name == "":
		v.Name = m.AuthorAddress
	}
	if v.Name == "" {
		v.Name = c.T.T("desk.unknown")
		if m.Kind == ticket.Machine {
			v.Name = c.T.T("desk.talk.machine_author")
		}
	}
	if m.Author != 0 && m.Author == d.row.Requester {
		v.Unit = d.row.UnitName
	}
	return v
}

// original is a mail's own mark-up, made harmless; nil when the text says it all.
func original(m *ticket.Message) templ.Component {
	if strings.TrimSpace(m.HTML) == "" {
		return nil
	}
	clean := htmlsafe.Clean(m.HTML)
	if clean.HTML == "" {
		return nil
	}
	shown := htmlsafe.ResolveCIDs(clean.HTML, func(cid string) (string, bool) {
		for _, a := range m.Attachments {
			if a.ContentID == cid && cid != "" {
				return paths.Attachment(paths.Word(id(a.ID))), true
			}
		}
		return "", false
	})
	return cleaned(shown)
}

// deeds are the events that stand in the conversation as a line; all others are in the history.
var deeds = map[string]string{
	ticket.EventAssigned: "person", ticket.EventHeld: "pause", ticket.EventResumed: "right", ticket.EventTold: "check", ticket.EventReopened: "reply",
	ticket.EventRejected: "reply", ticket.EventClosed: "lock", ticket.EventWithdrawn: "close", ticket.EventMerged: "link", ticket.EventMergedHere: "link", ticket.EventUnmerged: "link",
	ticket.EventSealed: "lock", ticket.EventFollowedUp: "check", ticket.EventUntold: "warning",
}

func deedOf(c *web.Ctx, d ticketData, e ticket.Entry) (ui.EntryView, bool) {
	icon, ok := deeds[e.Type]
	if !ok {
		return handed(c, d, e)
	}
	t := c.T
	v := ui.EntryView{ID: "e-" + id(e.Seq), Kind: ui.Event, Icon: icon, At: e.At, AtText: t.DateTime(e.At)}
	v.Author.Name = knownName(d, e)
	switch e.Type {
	case ticket.EventAssigned:
		v.Text = t.T("desk.deed.assigned", "to", dash(assignedTo(d, e)))
		if to, ok := e.Changes["assignee_id"]; ok && number(to.To) == e.Actor && v.Author.Name != "" {
			v.Text, v.Author.Name = t.T("desk.deed.took", "name", v.Author.Name), ""
		}
	case ticket.EventHeld:
		v.Text = t.T("desk.deed.held", "reason", textChange(e, "hold_reason"))
	case ticket.EventMerged, ticket.EventMergedHere, ticket.EventUnmerged:
		v.Text = t.T("desk.deed."+strings.TrimPrefix(e.Type, "ticket."), "ref", e.Other.String())
	default:
		v.Text = t.T("desk.deed." + strings.TrimPrefix(e.Type, "ticket."))
		if e.Comment != "" {
			v.Text += ": " + e.Comment
		}
	}
	if v.Author.Name != "" {
		v.Author.Name = t.T("desk.deed.by", "name", v.Author.Name)
	}
	return v, true
}

// knownName is who did something, as far as the page has the right to the name already.
func knownName(d ticketData, e ticket.Entry) string {
	switch {
	case e.Actor == 0:
		return e.ActorAs
	case e.Actor == int64(d.row.Requester):
		return d.row.RequesterName
	}
	return nameOf(d.choices.Agents, e.Actor)
}

// assignedTo names the new holder in an event: the person, else the group.
func assignedTo(d ticketData, e ticket.Entry) string {
	var parts []string
	if person, ok := e.Changes["assignee_id"]; ok {
		parts = append(parts, nameOf(d.choices.Agents, number(person.To)))
	}
	if group, ok := e.Changes["group_id"]; ok {
		parts = append(parts, nameOf(d.choices.Groups, number(group.To)))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

func textChange(e ticket.Entry, column string) string {
	s, _ := e.Changes[column].To.(string)
	return s
}

// number is an id from an event's JSON.
func number(v any) int64 {
	n, _ := v.(float64)
	return int64(n)
}
