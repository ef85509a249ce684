package notify

import (
	"context"
	"errors"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// recipient is somebody to tell.
type recipient struct {
	person  directory.PersonID
	name    string
	address string
	lang    i18n.Lang
}

// recipients are the requester and whoever reported for them, as far as they have an address.
func (s *Service) recipients(ctx context.Context, q sqldb.Querier, t *ticket.Ticket) ([]recipient, error) {
	var out []recipient
	for _, id := range []directory.PersonID{t.Requester, t.Reporter} {
		if id == 0 {
			continue
		}
		p, err := directory.Load(ctx, q, id)
		if err != nil && !errors.Is(err, sqldb.ErrNone) {
			return nil, err
		}
		if p.Email != "" && p.Active {
			out = append(out, recipient{p.ID, p.Given, p.Email, p.Lang})
		}
	}
	if t.Requester == 0 && t.SenderAddress != "" {
		out = append(out, recipient{0, t.SenderName, t.SenderAddress, i18n.Swedish})
	}
	return out, nil
}

// mail writes one mail.
func (s *Service) mail(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, e event.Event, reason string, to recipient) (Mail, error) {
	content, err := setting.Get[string](ctx, q, t.Org, setting.MailContent, q.Now())
	if err != nil {
		return Mail{}, err
	}
	box, err := s.mailbox(ctx, q, t.Desk)
	if err != nil {
		return Mail{}, err
	}
	p := s.d.Texts.Printer(to.lang)
	l := letter{p: p, number: t.ID.String(), link: s.d.BaseURL + "/tickets/" + t.ID.String(), title: t.Title, name: to.name, desk: box.name}
	if t.Sealed || content == "minimal" {
		// The least that still lets the person find the case.
		l.title = ""
	} else if reason != Opened {
		if l.words, err = s.words(ctx, q, e); err != nil {
			return Mail{}, err
		}
	}
	m := Mail{
		Org: t.Org, Ticket: t.ID, Reason: reason, Event: e.Seq, Person: to.person, To: to.address, Lang: p.Lang(), From: box.from(s.d.From),
		MailID: Token(s.d.Secret, t.ID, e.Seq, to.address) + "@" + s.d.Domain,
	}
	m.Subject = l.subject(reason)
	m.Text, m.HTML = l.body(reason)
	m.Headers = map[string]string{"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
	if reason == Replied {
		m.Headers = map[string]string{"X-Auto-Response-Suppress": "OOF, AutoReply"}
	}
	m.Headers[LoopHeader] = s.d.Domain
	first, _, err := sqldb.Maybe(ctx, q, selectFirstMailID, sqldb.Value[string], int64(t.ID), to.address)
	if err != nil {
		return Mail{}, err
	}
	if headerID(first) {
		m.Headers["References"], m.Headers["In-Reply-To"] = "<"+first+">", "<"+first+">"
	}
	return m, nil
}

// LoopHeader marks our own mail, so that it is known when it comes back.
const LoopHeader = "X-Lotsen-Loop"

// headerID reports whether an id can stand in a header: those of mail that came to us are as strangers made them.
func headerID(id string) bool {
	return id != "" && len(id) < 500 && !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' })
}

// words are what the desk wrote: the message that came with the event, when the user may read it.
func (s *Service) words(ctx context.Context, q sqldb.Querier, e event.Event) (string, error) {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.Message == 0 {
		return "", err
	}
	text, _, err := sqldb.Maybe(ctx, q, selectWords, sqldb.Value[string], int64(p.Message))
	return text, err
}

// box is a desk's sender.
type box struct{ name, address string }

func (s *Service) mailbox(ctx context.Context, q sqldb.Querier, desk directory.DeskID) (box, error) {
	return sqldb.One(ctx, q, selectMailbox, func(r sqldb.Row) (box, error) {
		var b box
		return b, r.Scan(&b.name, sqldb.ScanText(&b.address))
	}, int64(desk))
}

func (b box) from(otherwise string) string {
	if b.address == "" {
		return b.name + "\n" + otherwise
	}
	return b.name + "\n" + b.address
}
