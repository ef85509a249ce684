package parse

import (
	"cmp"
	"slices"
)

// Enclosed is a mail that was sent along as a file. Who wrote it is what it says, and counts for nothing.
type Enclosed struct {
	Name    string // Of the attachment that it is.
	Subject string
	From    Address
	Text    string
	Cut     bool
}

// The bounds of what is read of enclosed mails.
const (
	maxEnclosed      = 10
	maxEnclosedDepth = 3
	maxEnclosedText  = 64 << 10
	maxEnclosedFiles = 200
)

// readEnclosed reads the mails that came as files: what they say, and the files in them, which nobody would find
// otherwise. A mail that a machine returned is left as it is.
func (m *Message) readEnclosed(limits Limits) {
	if m.Machine.Kind != None || limits.level >= maxEnclosedDepth {
		return
	}
	limits.level++
	names := nameSet{}
	for _, a := range m.Attachments {
		names.add(a.Name)
	}
	for _, a := range slices.Clone(m.Attachments) {
		if a.Declared != "message/rfc822" && a.Declared != "message/global" || len(m.Enclosed) == maxEnclosed {
			continue
		}
		inner, err := Parse(a.Data, limits)
		if err != nil {
			continue
		}
		text := cutBytes(cmp.Or(inner.Text, inner.Salvage), maxEnclosedText)
		m.Enclosed = append(m.Enclosed, Enclosed{
			Name: a.Name, Subject: inner.Subject, From: inner.From, Text: text, Cut: inner.Cut || len(text) < len(inner.Text),
		})
		for _, f := range inner.Attachments[:min(len(inner.Attachments), maxEnclosedFiles)] {
			f.Name, f.Inline, f.ContentID = names.add(f.Name), false, ""
			m.Attachments = append(m.Attachments, f)
		}
	}
}
