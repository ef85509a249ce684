package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// Create takes a case that another system hands to us, in the name of its account. The same number of theirs again is the
// same case: then fresh is false and nothing is changed. Errors: errs.Invalid, errs.Forbidden, errs.TooLarge.
func (s *Service) Create(ctx context.Context, by authz.Actor, r tmf.Request) (id ticket.ID, fresh bool, err error) {
	if err := complete(&r); err != nil {
		return 0, false, err
	}
	partner, err := partnerOf(ctx, s.d.DB, by.Person)
	if err != nil {
		return 0, false, err
	}
	files, aside, err := s.keep(ctx, &partner, r.Files)
	if err != nil {
		return 0, false, err
	}
	in := s.reportInput(ctx, by, &partner, &r)
	for range 2 { // The second time the twin is there.
		id, fresh, err = s.createOnce(ctx, by, &partner, &r, in, files, aside)
		if !errors.Is(err, errTwin) {
			break
		}
	}
	return id, fresh, err
}

// errTwin says that the same case came at the same moment over another connection.
var errTwin = errors.New("the case has come twice at once")

func (s *Service) createOnce(ctx context.Context, by authz.Actor, partner *Partner, r *tmf.Request, in ticket.ReportInput, files []ticket.Attachment, aside []string,
) (id ticket.ID, fresh bool, err error) {
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, fresh = 0, false
		for _, n := range in.Numbers {
			if id, err = ticket.FindReference(ctx, tx, n.Source, n.External); err != nil || id != 0 {
				return err
			}
		}
		t, err := s.d.Ticket.ReportIn(ctx, tx, by, in)
		if err != nil {
			return err
		}
		id, fresh = t.ID, true
		for _, n := range in.Numbers {
			if first, err := ticket.FindReference(ctx, tx, n.Source, n.External); err != nil || first != t.ID {
				return errors.Join(err, errTwin)
			}
		}
		if err := s.taken(ctx, tx, by, partner, &t, r, slices.Clone(files), aside); err != nil {
			return err
		}
		return once.Settle(ctx, tx, t.ID.String())
	})
	return id, fresh, err
}

// complete holds that the attributes are there without which the standard knows no case.
func complete(r *tmf.Request) error {
	var f errs.Fields
	for _, x := range []struct {
		name  string
		value *string
	}{{"description", r.Description}, {"severity", r.Severity}, {"ticketType", r.TicketType}} {
		if x.value == nil || clean.Blank(*x.value) {
			f.Add(x.name, "error.required")
		}
	}
	return f.Err()
}

// reportInput says the case in our words. What no word of ours fits is kept for the desk to read.
func (s *Service) reportInput(ctx context.Context, by authz.Actor, p *Partner, r *tmf.Request) ticket.ReportInput {
	in := ticket.ReportInput{Channel: ticket.API, Text: *r.Description, Impact: p.Config.impact(*r.Severity), Desk: p.Desk}
	if r.Name != nil {
		in.Title = *r.Name
	}
	if r.Priority != nil {
		in.Urgency = p.Config.urgency(*r.Priority)
	}
	if k, ok := p.Config.kind(*r.TicketType); ok {
		in.Kind = k
	}
	for _, n := range r.Numbers {
		in.Numbers = append(in.Numbers, ticket.Reference{Source: p.source(by), External: clean.Line(n.ID, 200)})
	}
	s.fieldsIn(ctx, p, r, &in)
	return in
}

// taken keeps what came with a new case beside its first words.
func (s *Service) taken(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p *Partner, t *ticket.Ticket, r *tmf.Request, files []ticket.Attachment, aside []string) error {
	first, err := ticket.FirstMessage(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if _, err := ticket.AttachIn(ctx, tx, t, first, files); err != nil {
		return err
	}
	if p.ID != 0 {
		remote := ""
		if len(r.Numbers) > 0 {
			remote = clean.Line(r.Numbers[0].ID, 200)
		}
		if err := addLink(ctx, tx, p.ID, t.ID, roleIn, remote, us); err != nil {
			return err
		}
	}
	if len(r.Extra) > 0 {
		raw, err := json.Marshal(r.Extra)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, upsertExtra, int64(t.ID), by.Person, string(raw)); err != nil {
			return err
		}
	}
	if note := s.beside(p, r, aside); note != "" {
		if _, _, err := s.d.Ticket.NoteIn(ctx, tx, system, t.ID, ticket.Words{Text: note, Channel: ticket.API}); err != nil {
			return err
		}
	}
	for i := range r.Notes {
		if _, err := s.sayAsCustomer(ctx, tx, by, p, t.ID, &r.Notes[i]); err != nil {
			return err
		}
	}
	return nil
}

var system = authz.System("exchange")

// keep stores the files of a request before the transaction that names them. Aside are those that may not pass, or that
// came as an address alone: nothing is fetched from there.
func (s *Service) keep(ctx context.Context, p *Partner, in []tmf.Attachment) (files []ticket.Attachment, aside []string, err error) {
	var list []ticket.File
	for i := range in {
		raw, err := in[i].Bytes()
		name := clean.Line(in[i].Name, 200)
		if err != nil {
			return nil, nil, errs.E(errs.Invalid, "tmf.error.base64").Because(err)
		}
		switch {
		case raw == nil:
			aside = append(aside, strings.TrimSpace(name+" "+clean.Line(in[i].URL, 500)))
		case len(list) == ticket.MaxFiles:
			aside = append(aside, name)
		default:
			list = append(list, ticket.File{Name: name, Content: bytes.NewReader(raw)})
		}
	}
	kept, err := s.d.Ticket.Keep(ctx, list)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range kept {
		if p.Config.passes(f.MediaType, f.Size) {
			files = append(files, f)
		} else {
			aside = append(aside, fmt.Sprintf("%s (%s, %d B)", f.Name, f.MediaType, f.Size))
		}
	}
	return files, aside, nil
}
