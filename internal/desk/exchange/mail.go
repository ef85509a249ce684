package exchange

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"html"
	"strconv"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// mailPartner is the partner behind a supplier that reads mail; it is made at the first case.
func (s *Service) mailPartner(ctx context.Context, tx *sqldb.Tx, e event.Event, h *ticket.Handover) (Partner, bool, error) {
	t, err := ticket.LoadIn(ctx, tx, system, ticket.ID(e.Stream))
	if err != nil {
		return Partner{}, false, err
	}
	p := Partner{
		Org: t.Org, Desk: t.Desk, Supplier: h.Supplier, Code: "mail" + strconv.FormatInt(int64(h.Supplier), 10), Name: h.Name, Way: ByMail, Lang: "sv",
		Config: Defaults(), Active: true,
	}
	if old, found, err := sqldb.Maybe(ctx, tx, selectPartnerCode, scanPartner, p.Code); err != nil || found {
		return old, found, err
	}
	return p, true, savePartner(ctx, tx, &p)
}

// mark signs what a mail to a partner is known by: the case at the partner, the event, and the address that it went to.
func (s *Service) mark(k LinkID, seq int64, address string) string {
	plain := fmt.Sprintf("s%d.e%d", k, seq)
	return plain + "." + s.seal("mail", plain+"|"+strings.ToLower(address))
}

// readMark finds the case at a partner behind a Message-ID that we made; it proves that whoever quotes it has the mail.
func (s *Service) readMark(id string) (LinkID, int64, string, bool) {
	local, _, _ := strings.Cut(strings.Trim(id, "<> "), "@")
	parts := strings.Split(local, ".")
	if len(parts) != 3 || !strings.HasPrefix(parts[0], "s") || !strings.HasPrefix(parts[1], "e") {
		return 0, 0, "", false
	}
	k, err1 := strconv.ParseInt(parts[0][1:], 10, 64)
	seq, err2 := strconv.ParseInt(parts[1][1:], 10, 64)
	return LinkID(k), seq, parts[2], err1 == nil && err2 == nil && k > 0
}

func (s *Service) seal(what, text string) string {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("exchange." + what + "\x00" + text)) // A hash never fails to write.
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:15]))
}

// mail writes what a partner that reads mail is told. Of a case about a person with protected identity it carries the
// number alone.
func (c *composing) mail(ctx context.Context) (parcel, error) {
	if _, left := c.p.Changes["supplier_id"]; c.owed.what == tellFields || c.owed.what == tellStatus && !left {
		return c.nothing() // How it ends at the desk is no news to those who gave it back.
	}
	terms, err := supplier.AgreementOf(ctx, c.d.DB, c.partner.Supplier)
	if err != nil {
		return parcel{}, err
	}
	address := terms.Address
	if c.partner.Address != "" {
		address = c.partner.Address
	}
	if address == "" {
		return parcel{}, jobs.Permanent(errs.E(errs.Conflict, "exchange.error.no_address"))
	}
	t, err := ticket.LoadIn(ctx, c.d.DB, system, c.link.Ticket)
	if err != nil {
		return parcel{}, err
	}
	l, err := c.letter(ctx, &t)
	if err != nil || l == nil {
		return parcel{}, err
	}
	m := notify.Mail{Org: t.Org, Ticket: t.ID, Event: c.e.Seq, To: address, Lang: c.partner.Lang, Subject: l.subject}
	m.Text, m.HTML = l.body(c.partner.Lang)
	return parcel{partner: c.partner.ID, post: func(ctx context.Context, tx *sqldb.Tx) error {
		return c.d.Notify.PostIn(ctx, tx, t.Desk, c.mark(c.link.ID, c.e.Seq, address), m)
	}}, nil
}

// letter is what one mail to a partner says.
type letter struct {
	subject string
	parts   []string
	quotes  []string
	link    string
	label   string
	last    []string
}

func (c *composing) letter(ctx context.Context, t *ticket.Ticket) (*letter, error) {
	ref := t.ID.String()
	l := &letter{subject: "[" + ref + "] " + t.Title, last: []string{c.text("exchange.mail.reply")}}
	if t.Sealed {
		l.subject = "[" + ref + "]"
	}
	if c.owed.what == tellStatus {
		l.parts = []string{c.text("exchange.mail.over", "ref", ref)}
		if c.p.Comment != "" && !t.Sealed {
			l.quotes = []string{c.p.Comment}
		}
		l.last = nil
		return l, nil
	}
	if t.Sealed {
		d, held, err := delegation.NowIn(ctx, c.d.DB, t.ID)
		if err != nil || !held || c.owed.what == tellNote {
			return nil, err
		}
		l.link, l.label = c.d.BaseURL+"/partner/"+c.linkToken(c.link.ID, int64(d.ID)), c.text("exchange.mail.status")
		l.parts = []string{c.text("exchange.sealed", "ref", ref)}
		return l, nil
	}
	v, err := c.d.Delegation.ViewFor(ctx, c.d.DB, t.ID)
	if errs.Is(err, errs.NotFound) || err == nil && v.Supplier != c.partner.Supplier {
		return nil, nil // It has been taken back meanwhile, which is told next.
	}
	if err != nil {
		return nil, err
	}
	l.link, l.label = c.d.BaseURL+"/partner/"+c.linkToken(c.link.ID, int64(v.ID)), c.text("exchange.mail.status")
	fresh := c.owed.what != tellNote
	if fresh {
		l.parts = []string{c.text("exchange.mail.new", "desk", v.DeskName, "ref", ref)}
		l.parts = append(l.parts, c.facts(&v)...)
	} else {
		l.parts = []string{c.text("exchange.mail.note", "ref", ref)}
	}
	for i := range v.Said {
		m := &v.Said[i]
		if m.Who != delegation.Receiver && (fresh || m.ID == c.p.Message) && m.Text != "" {
			l.quotes = append(l.quotes, c.text("exchange.mail.who."+string(m.Who))+": "+m.Text)
		}
	}
	if !fresh && len(l.quotes) == 0 {
		return nil, nil
	}
	if len(v.Files) > 0 {
		l.last = append(l.last, c.text("exchange.mail.files", "count", len(v.Files)))
	}
	return l, nil
}

// facts are what the receiver's view shows of the user.
func (c *composing) facts(v *delegation.View) []string {
	var out []string
	for _, x := range []struct{ key, value string }{
		{"name", v.User.Name}, {"phone", v.User.Phone}, {"email", v.User.Email}, {"unit", v.User.Unit}, {"site", v.User.Site},
	} {
		if x.value != "" {
			out = append(out, c.text("exchange.mail.fact."+x.key)+": "+x.value)
		}
	}
	return out
}

// body writes the letter as plain text and as HTML with the same content.
func (l *letter) body(lang string) (plain, markup string) {
	var t, h strings.Builder
	h.WriteString(`<!doctype html><html lang="` + lang + `"><head><meta charset="utf-8"><title>` + html.EscapeString(l.subject) +
		`</title></head><body style="font-family:sans-serif;font-size:16px;line-height:1.5">`)
	lines := func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") }
	for _, p := range l.parts {
		t.WriteString(p + "\n\n")
		h.WriteString("<p>" + lines(p) + "</p>")
	}
	for _, q := range l.quotes {
		t.WriteString("    " + strings.ReplaceAll(q, "\n", "\n    ") + "\n\n")
		h.WriteString(`<blockquote style="margin:0 0 1em;padding-left:1em;border-left:3px solid #888">` + lines(q) + "</blockquote>")
	}
	if l.link != "" {
		t.WriteString(l.label + ":\n" + l.link + "\n\n")
		h.WriteString(`<p><a href="` + html.EscapeString(l.link) + `">` + lines(l.label) + "</a></p>")
	}
	for _, p := range l.last {
		t.WriteString(p + "\n\n")
		h.WriteString("<p>" + lines(p) + "</p>")
	}
	h.WriteString("</body></html>")
	return strings.TrimRight(t.String(), "\n") + "\n", h.String()
}
