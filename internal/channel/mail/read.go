package mail

import (
	"slices"

	"lotsen/internal/channel/mail/auth"
	"lotsen/internal/channel/mail/parse"
	"lotsen/internal/channel/mail/reply"
	"lotsen/internal/desk/inbox"
)

// Reader returns the function that reads raw mail for the inbox. Domain is what our own mail carries as its mark; checker
// finds out whether senders are who they say, nil for not asking.
func Reader(domain string, checker *auth.Checker) func(raw []byte) (inbox.Mail, error) {
	return func(raw []byte) (inbox.Mail, error) {
		m, err := parse.Parse(raw, parse.Limits{Mark: domain})
		out := translate(&m)
		if err == nil {
			out.Auth = checker.Check(raw, &m)
		}
		return out, err
	}
}

// translate leaves out everything that the desk has no business with, above all the sender's other headers.
func translate(m *parse.Message) inbox.Mail {
	out := inbox.Mail{
		ID: m.MessageID, Refers: refers(m), FromName: m.From.Name, From: m.From.Address, Subject: m.Subject,
		Text: m.Text, HTML: m.HTML, Damaged: m.Salvage, Cut: m.Cut, Machine: machine(m.Machine), Spam: m.Headers.Spam,
		Head: inbox.Head{To: to(m), AutoSubmitted: m.Headers.AutoSubmitted, Date: m.Date},
	}
	out.Locked, out.Signers = m.Locked, m.Signers
	for _, v := range m.Invites {
		out.Invites = append(out.Invites, inbox.Invite(v))
	}
	for _, e := range m.Enclosed {
		from := e.From.Address
		if e.From.Name != "" {
			from = e.From.Name + " <" + from + ">"
		}
		out.Enclosed = append(out.Enclosed, inbox.Enclosed{Subject: e.Subject, From: from, Text: e.Text})
	}
	out.Fresh, out.Quoted = reply.Trim(m.Quoted)
	for _, a := range m.Attachments {
		out.Files = append(out.Files, inbox.File{Name: a.Name, Type: a.Type, ContentID: a.ContentID, Inline: a.Inline, Data: a.Data})
	}
	for _, n := range m.Numbers {
		if n.In != "body" { // In running text a number is mentioned, not given.
			out.Numbers = append(out.Numbers, n.Value)
		}
	}
	return out
}

// to lists whom the mail was sent to, as far as it says.
func to(m *parse.Message) []string {
	list := slices.Clone(m.Headers.EnvelopeTo)
	for _, some := range [][]parse.Address{m.To, m.Cc} {
		for _, a := range some {
			if a.Address != "" && !slices.Contains(list, a.Address) {
				list = append(list, a.Address)
			}
		}
	}
	return list
}

// refers lists what is answered, the nearest first.
func refers(m *parse.Message) []string {
	ids := slices.Clone(m.InReplyTo)
	for _, id := range slices.Backward(m.References) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func machine(m parse.Machine) inbox.Machine {
	return inbox.Machine{
		Kind: inbox.Kind(m.Kind), Originals: m.Originals, Permanent: m.Permanent, Recipient: m.Recipient, Status: m.Status, Reason: m.Reason,
	}
}
