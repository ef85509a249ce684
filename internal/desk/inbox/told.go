package inbox

import (
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
)

// tell puts into words what the mail brings beside its text: that it cannot be read here, an invitation, mails that were
// sent along, who has signed. What the sender wants to say stands in the text; the rest is folded.
func (t *taking) tell() {
	m := t.mail
	if m.Locked != "" {
		t.folded = join(m.Text)
		m.Text = t.text("mailbox.locked." + m.Locked)
		m.Fresh, m.Quoted = m.Text, ""
	}
	p := t.d.Texts.Printer(i18n.ParseLang(string(t.box.Lang)))
	for _, v := range m.Invites {
		said := v.words(p)
		m.Text, m.Fresh = join(m.Text, said), join(m.Fresh, said)
	}
	if len(m.Signers) > 0 {
		t.folded = join(t.folded, p.T("mailbox.signed", "names", strings.Join(m.Signers, ", ")))
	}
	for _, e := range m.Enclosed {
		head := p.T("mailbox.enclosed", "subject", e.Subject, "from", e.From)
		if clean.Blank(m.Text) && m.Damaged == "" {
			m.Text, m.Fresh = head, head
		}
		t.folded = join(t.folded, head+"\n"+e.Text)
	}
}

// words is an invitation as a few lines.
func (v Invite) words(p *i18n.Printer) string {
	key := "mailbox.invite"
	switch v.Method {
	case "cancel":
		key = "mailbox.invite.cancel"
	case "reply":
		key = "mailbox.invite.reply"
	}
	lines := []string{p.T(key, "title", v.Title)}
	switch {
	case v.Start.IsZero():
	case v.AllDay:
		lines = append(lines, p.T("mailbox.invite.when", "when", p.Date(v.Start)))
	case v.End.IsZero():
		lines = append(lines, p.T("mailbox.invite.when", "when", p.DateTime(v.Start)))
	default:
		lines = append(lines, p.T("mailbox.invite.when", "when", p.T("mailbox.invite.span", "from", p.DateTime(v.Start), "to", p.DateTime(v.End))))
	}
	if v.Repeats {
		lines = append(lines, p.T("mailbox.invite.repeats"))
	}
	if v.Place != "" {
		lines = append(lines, p.T("mailbox.invite.place", "place", v.Place))
	}
	if v.Organizer != "" {
		lines = append(lines, p.T("mailbox.invite.organizer", "organizer", v.Organizer))
	}
	return strings.Join(lines, "\n")
}

// join puts paragraphs together, without those that say nothing.
func join(parts ...string) string {
	var said []string
	for _, s := range parts {
		if !clean.Blank(s) {
			said = append(said, strings.TrimRight(s, "\n "))
		}
	}
	return strings.Join(said, "\n\n")
}
