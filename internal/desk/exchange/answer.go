package exchange

import (
	"context"
	"crypto/hmac"
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Mine implements inbox.Partners.
func (s *Service) Mine(refers []string) bool {
	for _, id := range refers {
		if _, _, _, ok := s.readMark(id); ok {
			return true
		}
	}
	return false
}

// TakeMailIn implements inbox.Partners: the answer of whoever has a case in hand is their report on it. It changes no
// status; that is chosen on the page that the mail leads to.
func (s *Service) TakeMailIn(ctx context.Context, tx *sqldb.Tx, a inbox.Answer) (ticket.ID, ticket.MessageID, error) {
	for _, id := range a.Refers {
		n, seq, seal, ok := s.readMark(id)
		if !ok {
			continue
		}
		k, found, err := sqldb.Maybe(ctx, tx, selectLink, scanLink, int64(n))
		if err != nil {
			return 0, 0, err
		}
		if !found {
			continue
		}
		p, err := sqldb.One(ctx, tx, selectPartner, scanPartner, int64(k.Partner))
		if err != nil {
			return 0, 0, err
		}
		terms, err := supplier.AgreementOf(ctx, tx, p.Supplier)
		if err != nil {
			return 0, 0, err
		}
		address, genuine := "", false
		for _, address = range []string{p.Address, terms.Address, a.From} {
			_, _, want, _ := s.readMark(s.mark(k.ID, seq, address))
			if genuine = address != "" && hmac.Equal([]byte(want), []byte(strings.ToLower(seal))); genuine {
				break
			}
		}
		if !genuine {
			continue
		}
		w := Word{Text: a.Text, Files: a.Files, Source: a.Source}
		w.Source.Unverified = !strings.EqualFold(address, a.From)
		if err := s.say(ctx, tx, p.as(), &p, k.Ticket, w); err != nil {
			return 0, 0, err
		}
		m, err := sqldb.One(ctx, tx, selectNewest, sqldb.Value[ticket.MessageID], int64(k.Ticket))
		return k.Ticket, m, err
	}
	return 0, 0, nil
}

// linkToken is the end of the address at which a partner says how a case stands: good for one hand-over.
func (s *Service) linkToken(k LinkID, hand int64) string {
	plain := fmt.Sprintf("%d-%d", k, hand)
	return plain + "-" + s.seal("link", plain)
}

// Asked is what the page behind such a link shows.
type Asked struct {
	Ref    string
	Title  string // "" where nothing but the number may be shown.
	Desk   string
	Name   string
	Status delegation.Status
	link   Link
	by     Partner
}

// Ask opens a link. Errors: errs.NotFound for one that we did not make, and for a case that is in other hands by now.
func (s *Service) Ask(ctx context.Context, token string) (Asked, error) {
	parts := strings.Split(token, "-")
	if len(parts) != 3 {
		return Asked{}, errs.Missing()
	}
	n, err1 := strconv.ParseInt(parts[0], 10, 64)
	hand, err2 := strconv.ParseInt(parts[1], 10, 64)
	if err1 != nil || err2 != nil || !hmac.Equal([]byte(s.linkToken(LinkID(n), hand)), []byte(token)) {
		return Asked{}, errs.Missing()
	}
	k, found, err := sqldb.Maybe(ctx, s.d.DB, selectLink, scanLink, n)
	if err != nil || !found {
		return Asked{}, missing(err)
	}
	p, err := sqldb.One(ctx, s.d.DB, selectPartner, scanPartner, int64(k.Partner))
	if err != nil {
		return Asked{}, err
	}
	d, held, err := delegation.NowIn(ctx, s.d.DB, k.Ticket)
	if err != nil || !held || int64(d.ID) != hand {
		return Asked{}, missing(err)
	}
	t, err := ticket.LoadIn(ctx, s.d.DB, system, k.Ticket)
	if err != nil {
		return Asked{}, err
	}
	desk, err := s.d.Directory.Desk(ctx, system, t.Desk)
	a := Asked{Ref: k.Ticket.String(), Desk: desk.Name, Name: d.Name, Status: d.Status, link: k, by: p}
	if !t.Sealed {
		a.Title = t.Title
	}
	return a, err
}

// ReportByLink says how a case stands, by whoever holds its link. Errors: as Ask, errs.Invalid.
func (s *Service) ReportByLink(ctx context.Context, token string, deed Deed, text string) (Asked, error) {
	a, err := s.Ask(ctx, token)
	if err != nil {
		return a, err
	}
	var f errs.Fields
	if deed != Accepted && deed != Working && deed != Waiting && deed != Done && deed != Refused {
		f.Add("status", "error.choose")
	}
	if clean.Blank(text) && (deed == Done || deed == Refused || deed == Waiting) {
		f.Add("text", "exchange.error.say")
	}
	if !clean.Fits(text, ticket.MaxText) {
		f.Add("text", "error.too_long", "max", ticket.MaxText)
	}
	if err := f.Err(); err != nil {
		return a, err
	}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.say(ctx, tx, a.by.as(), &a.by, a.link.Ticket, Word{Deed: deed, Text: text})
	})
	return a, err
}

func missing(err error) error {
	if err == nil {
		return errs.Missing()
	}
	return err
}
