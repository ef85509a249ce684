// Package chatlog shows what is said in a chat, to the one who asked and to the desk alike.
//
// Owns: how a message, a note, a file and what happened look as entries.
// Does not own: the pages (portal/chat, agent/chat), chats themselves (desk/chat).
package chatlog

import (
	"strconv"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// Entries are a chat's messages for a reader. Href is the address of a file.
func Entries(p *i18n.Printer, reader int64, c *chat.Chat, list []chat.Message, href func(chat.FileID) string) []ui.EntryView {
	out := make([]ui.EntryView, 0, len(list))
	for i := range list {
		m := &list[i]
		v := ui.EntryView{ID: "said-" + strconv.FormatInt(int64(m.ID), 10), At: m.At, AtText: at(p, c, m.At), Text: m.Text}
		switch m.Side {
		case chat.Event:
			v.Kind, v.Text = ui.Event, chat.Happened(p, c, m)
		case chat.Note:
			v.Kind = ui.Internal
		case chat.User:
			v.Kind = ui.Inbound
		case chat.Agent:
			v.Kind = ui.Outbound
		}
		if m.Side != chat.Event {
			v.Author = author(p, reader, m)
			for _, f := range m.Files {
				v.Attachments = append(v.Attachments, ui.AttachmentView{Href: href(f.ID), Name: f.Name, About: Size(f.Size)})
			}
		}
		out = append(out, v)
	}
	return out
}

func author(p *i18n.Printer, reader int64, m *chat.Message) ui.PersonView {
	if m.Author != 0 && int64(m.Author) == reader {
		return ui.PersonView{Name: p.T("chat.you")}
	}
	v := ui.PersonView{Name: chat.Speaker(p, m)}
	if m.Side == chat.Agent && m.AuthorName != "" {
		v.Role = p.T("chat.desk")
	}
	return v
}

// at is the time of the day; with the day where the chat began on another.
func at(p *i18n.Printer, c *chat.Chat, t time.Time) string {
	if t.Sub(c.CameAt) < 12*time.Hour {
		return t.In(clock.Stockholm()).Format("15:04")
	}
	return p.DateTime(t)
}

// Newest is the number of the newest message.
func Newest(list []chat.Message) chat.MessageID {
	if len(list) == 0 {
		return 0
	}
	return list[len(list)-1].ID
}

// Size is a file's size in words.
func Size(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	if n < 1_000_000 {
		return strconv.FormatInt(n/1000, 10) + " kB"
	}
	return strconv.FormatInt(n/1_000_000, 10) + " MB"
}
