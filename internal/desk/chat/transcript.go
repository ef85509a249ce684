package chat

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// addTranscript puts everything that was said into the chat's case, each message with its own author, time and files.
func (s *Service) addTranscript(ctx context.Context, tx *sqldb.Tx, c *Chat, list []Message) (ticket.Ticket, error) {
	kinds := map[Side]ticket.MessageKind{User: ticket.FromUser, Agent: ticket.Reply, Note: ticket.Note}
	var spoken []ticket.Spoken
	for i := range list {
		m := &list[i]
		kind, words := kinds[m.Side]
		if !words {
			continue
		}
		x := ticket.Spoken{Kind: kind, Author: m.Author, Name: m.AuthorName, Text: m.Text, At: m.At}
		for _, f := range m.Files {
			x.Files = append(x.Files, ticket.Attachment{Name: f.Name, MediaType: f.MediaType, Size: f.Size, Blob: f.Blob, Owner: m.Author})
		}
		spoken = append(spoken, x)
	}
	return s.d.Ticket.TranscriptIn(ctx, tx, authz.System("chat"), c.Ticket, ticket.Chat, spoken)
}

// Transcript is what was said in a chat as plain text, without the desk's notes: who, when, what.
func (s *Service) Transcript(c *Chat, list []Message, lang i18n.Lang) string {
	if s.d.Texts == nil {
		return ""
	}
	p := s.d.Texts.Printer(lang)
	var b strings.Builder
	for i := range list {
		m := &list[i]
		if m.Side == Note {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		if m.Side == Event {
			b.WriteString(clockTime(m.At) + " " + Happened(p, c, m))
			continue
		}
		b.WriteString(clockTime(m.At) + " " + Speaker(p, m) + ":\n" + m.Text)
		for _, f := range m.Files {
			b.WriteString("\n" + p.T("chat.transcript.file", "name", f.Name))
		}
	}
	return b.String()
}

func clockTime(at time.Time) string { return at.In(clock.Stockholm()).Format("15:04") }

// Speaker is the name of whoever said something, as everybody may read it.
func Speaker(p *i18n.Printer, m *Message) string {
	if m.AuthorName == "" {
		return p.T("chat.agent")
	}
	return m.AuthorName
}

// Happened tells an event in words.
func Happened(p *i18n.Printer, c *Chat, m *Message) string {
	args := []any{"name", Speaker(p, m), "user", c.Name}
	for _, name := range []string{"group", "ref"} {
		args = append(args, name, m.Args[name])
	}
	return p.T("chat.event."+m.Key, args...)
}
