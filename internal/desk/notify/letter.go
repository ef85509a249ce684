package notify

import (
	"context"
	"html"
	"strings"

	"lotsen/internal/desk/notify/wording"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// part is one paragraph: words of ours, words of somebody's, or a link.
type part struct {
	text  string
	link  string
	quote bool
}

// linkFields are the fields whose value is an address: a paragraph that ends with one becomes a link.
var linkFields = map[string]bool{"link": true, "accept": true, "reject": true}

// letter makes the mail about one case, or about none.
func (s *Service) letter(ctx context.Context, tx *sqldb.Tx, r rules, to *listener, x *item) error {
	p := s.d.Texts.Printer(i18n.ParseLang(to.printerLang()))
	box, err := s.mailbox(ctx, tx, x.desk())
	if err != nil {
		return err
	}
	values := s.values(p, r, to, x)
	values["desk"] = box.name
	text, err := s.Text(ctx, tx, x.org(), Which{Reason: x.shape(), Category: to.who.Category, Lang: p.Lang(), Plain: to.who.Contact.Plain})
	if err != nil {
		return err
	}
	m, err := s.envelope(ctx, tx, to, x, box, p)
	if err != nil {
		return err
	}
	m.Subject, m.Ticket = text.Subject.Line(values), x.ticket
	s.unsubscribe(&m, to, *x)
	parts, err := s.known(ctx, tx, p, partsOf(text.Body.Paragraphs(values)), *x)
	if err != nil {
		return err
	}
	if parts, err = onBehalf(ctx, tx, p, to, parts, x); err != nil {
		return err
	}
	m.Text, m.HTML = body(p, m.Subject, parts)
	id, err := s.queue(ctx, tx, &m)
	if err != nil {
		return err
	}
	return x.done(ctx, tx, doneMail, id)
}

// shape is the text that a thing is said with.
func (x *item) shape() string {
	if x.due.word != 0 {
		return News
	}
	return x.reason
}

// values fill the fields of a text. What they may hold is what the listener may read: there is no field for a note.
func (s *Service) values(p *i18n.Printer, r rules, to *listener, x *item) map[string]string {
	v := map[string]string{"name": to.name}
	if x.ticket != 0 {
		v["number"], v["link"] = x.t.ID.String(), s.linkOf(x)
		v["accept"], v["reject"] = v["link"]+"#accept", v["link"]+"#talk"
	}
	if x.due.word != 0 {
		v["subject"] = x.said.Subject
	}
	if x.t.Sealed || r.minimal {
		// The least that still lets the person find the case.
		if x.due.word != 0 && x.ticket != 0 {
			v["subject"] = p.T("mail.news.bare")
		}
		return v
	}
	v["title"], v["words"] = x.t.Title, x.words
	if x.due.word != 0 {
		v["words"] = x.said.Text
	}
	return v
}

func (s *Service) linkOf(x *item) string {
	if x.word.atDesk {
		return s.d.BaseURL + "/desk/tickets/" + x.t.ID.String()
	}
	return s.d.BaseURL + "/tickets/" + x.t.ID.String()
}

// envelope is the mail around the words: from whom, to whom, in which thread.
func (s *Service) envelope(ctx context.Context, q sqldb.Querier, to *listener, x *item, from box, p *i18n.Printer) (Mail, error) {
	m := Mail{
		Org: x.org(), Reason: x.reason, Event: x.due.event, Person: to.person, To: to.address, Lang: p.Lang(), From: from.from(s.d.From),
		Headers: map[string]string{"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
	}
	if m.Event == 0 {
		m.Event = -x.id // Below zero there are no events: one mail for one row.
	}
	if x.reason == Replied {
		m.Headers = map[string]string{"X-Auto-Response-Suppress": "OOF, AutoReply"}
	}
	m.Headers[LoopHeader] = s.d.Domain
	m.MailID = Token(s.d.Secret, x.ticket, m.Event, to.address) + "@" + s.d.Domain
	if x.ticket == 0 {
		return m, nil
	}
	first, _, err := sqldb.Maybe(ctx, q, selectFirstMailID, sqldb.Value[string], int64(x.ticket), to.address)
	if err == nil && headerID(first) {
		m.Headers["References"], m.Headers["In-Reply-To"] = "<"+first+">", "<"+first+">"
	}
	return m, err
}

// partsOf turns filled paragraphs into parts: one that is nothing but somebody's words is a quotation, one that ends with
// an address is a link.
func partsOf(paragraphs [][]wording.Piece) []part {
	var out []part
	for _, pieces := range paragraphs {
		last := pieces[len(pieces)-1]
		switch {
		case len(pieces) == 1 && last.Field == "words":
			out = append(out, part{text: last.Text, quote: true})
		case linkFields[last.Field]:
			text := strings.TrimRight(joinPieces(pieces[:len(pieces)-1]), ": \n")
			if text == "" {
				text = last.Text
			}
			out = append(out, part{text: text, link: last.Text})
		default:
			out = append(out, part{text: strings.TrimSpace(joinPieces(pieces))})
		}
	}
	return out
}

func joinPieces(pieces []wording.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// body writes the paragraphs as plain text and as HTML with the same content.
func body(p *i18n.Printer, subject string, parts []part) (plain, markup string) {
	var t, h strings.Builder
	h.WriteString(`<!doctype html><html lang="` + p.Lang() + `"><head><meta charset="utf-8"><title>` + html.EscapeString(subject) +
		`</title></head><body style="font-family:sans-serif;font-size:16px;line-height:1.5">`)
	for _, p := range parts {
		t.WriteString(p.plain() + "\n\n")
		h.WriteString(p.html())
	}
	h.WriteString("</body></html>")
	return strings.TrimRight(t.String(), "\n") + "\n", h.String()
}

func (p part) plain() string {
	switch {
	case p.link != "":
		return p.text + ":\n" + p.link
	case p.quote:
		return "    " + strings.ReplaceAll(p.text, "\n", "\n    ")
	}
	return p.text
}

func (p part) html() string {
	text := strings.ReplaceAll(html.EscapeString(p.text), "\n", "<br>")
	switch {
	case p.link != "":
		return `<p><a href="` + html.EscapeString(p.link) + `">` + text + "</a></p>"
	case p.quote:
		return `<blockquote style="margin:0 0 1em;padding-left:1em;border-left:3px solid #888">` + text + "</blockquote>"
	}
	return "<p>" + text + "</p>"
}

// numberOf is a case as a person reads it in a list: its number, and its title where mail may carry it.
func numberOf(t *ticket.Ticket, r rules) string {
	if t.Sealed || r.minimal {
		return t.ID.String()
	}
	return t.ID.String() + " " + t.Title
}
