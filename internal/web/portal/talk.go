package portal

import (
	"cmp"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// talk is the story of a case: what was said, and between it what happened, oldest first. The desk's own notes are left
// out whoever reads.
func talk(p *i18n.Printer, reader int64, messages []ticket.Message, history []ticket.Entry) []ui.EntryView {
	var out []step
	silent := map[ticket.MessageID]bool{} // Reports that are a title alone.
	order := map[ticket.MessageID]int64{}
	for _, e := range history {
		order[e.Message] = e.Seq
	}
	for _, m := range messages {
		if m.Internal {
			continue
		}
		if m.Text == "" && len(m.Attachments) == 0 {
			silent[m.ID] = true
			continue
		}
		out = append(out, step{messageEntry(p, reader, &m), 2*order[m.ID] + 1})
	}
	last := ""
	for _, e := range history {
		if e.Internal {
			continue
		}
		text := eventText(p, e, e.Actor == reader && reader != 0, silent[e.Message])
		if text == "" || text == last {
			continue
		}
		last = text
		out = append(out, step{ui.EntryView{
			ID: fmt.Sprint("event-", e.Seq), Kind: ui.Event, Icon: eventIcon(e.Type), Text: text, At: e.At, AtText: p.DateTime(e.At),
		}, 2 * e.Seq})
	}
	return inOrder(out)
}

// step is an entry with its place among those of the same instant: what happened, then what was said with it.
type step struct {
	ui.EntryView
	order int64
}

func inOrder(steps []step) []ui.EntryView {
	slices.SortStableFunc(steps, func(a, b step) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return cmp.Compare(a.order, b.order)
	})
	out := make([]ui.EntryView, len(steps))
	for i, s := range steps {
		out[i] = s.EntryView
	}
	return out
}

func messageEntry(p *i18n.Printer, reader int64, m *ticket.Message) ui.EntryView {
	v := ui.EntryView{
		ID: fmt.Sprint("message-", m.ID), Kind: ui.Outbound, At: m.CreatedAt, AtText: p.DateTime(m.CreatedAt), Text: m.Text,
		Attachments: fileViews(m.Attachments), Author: ui.PersonView{Name: m.AuthorName, Role: p.T("portal.talk.desk")},
	}
	if m.Kind == ticket.FromUser {
		v.Kind, v.Author.Role = ui.Inbound, ""
	}
	if v.Author.Name == "" {
		v.Author.Name = m.AuthorAddress
	}
	switch {
	case m.Author != 0 && m.Author == directory.PersonID(reader):
		v.Author = ui.PersonView{Name: p.T("portal.talk.you")}
	case v.Author.Name == "":
		v.Author = ui.PersonView{Name: p.T("portal.talk.desk")}
	}
	if m.Kind == ticket.Solution {
		v.Note, v.NoteColor = p.T("portal.talk.solution"), ui.Success
	}
	if m.Channel != ticket.Portal && m.Channel != "" {
		v.Channel, v.Icon = p.T("portal.channel."+string(m.Channel)), channelIcon(m.Channel)
	}
	return v
}

func channelIcon(c ticket.Channel) string {
	switch c {
	case ticket.Phone:
		return "phone"
	case ticket.Mail:
		return "mail"
	case ticket.Chat:
		return "chat"
	}
	return "dot"
}
