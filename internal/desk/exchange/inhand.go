package exchange

import (
	"context"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// standing is how a hand-over stands, in the standard's words.
var standing = map[delegation.Status]tmf.Status{
	delegation.Sent: tmf.Acknowledged, delegation.Accepted: tmf.Acknowledged, delegation.Working: tmf.InProgress, delegation.Waiting: tmf.Pending,
	delegation.Done: tmf.Resolved, delegation.Refused: tmf.Rejected, delegation.Recalled: tmf.Cancelled,
}

// viewInHand writes a case for whoever has it in hand: their view of it, and how it stands with them.
func (s *Service) viewInHand(ctx context.Context, by authz.Actor, v *delegation.View) (tmf.TroubleTicket, error) {
	partner, err := partnerOf(ctx, s.d.DB, by.Person)
	if err != nil {
		return tmf.TroubleTicket{}, err
	}
	out, err := s.inHand(ctx, s.d.DB, &partner, v)
	if v.External != "" {
		out.ExternalIdentifier = []tmf.ExternalIdentifier{{Type: "ExternalIdentifier", ID: v.External, Owner: v.Name, Kind: "TroubleTicket"}}
	}
	return out, err
}

func (s *Service) inHand(ctx context.Context, q sqldb.Querier, p *Partner, v *delegation.View) (tmf.TroubleTicket, error) {
	t, err := ticket.LoadIn(ctx, q, system, v.Ticket)
	if err != nil {
		return tmf.TroubleTicket{}, err
	}
	c := &p.Config
	out := tmf.TroubleTicket{
		Type: "TroubleTicket", ID: t.ID.String(), Href: s.href(t.ID), Name: v.Title, Severity: c.Severity[t.Impact], Priority: c.Priority[v.Priority],
		TicketType: c.ticketType(v.Kind), CreationDate: instant(v.Created), LastUpdate: instant(v.Updated), ExpectedResolution: instant(v.Due),
		Status: standing[v.Status], StatusChangeDate: instant(latest(v)),
		StatusChangeHistory: []tmf.StatusChange{{Type: "StatusChange", Status: tmf.Acknowledged, Date: instant(v.GivenAt)}},
	}
	if out.Status != tmf.Acknowledged {
		out.StatusChangeHistory = append(out.StatusChangeHistory, tmf.StatusChange{Type: "StatusChange", Status: out.Status, Date: out.StatusChangeDate})
	}
	for i := range v.Said {
		m := &v.Said[i]
		if out.Description == "" && m.Who == delegation.TheUser {
			out.Description = m.Text
		} else {
			n, err := s.noteInHand(ctx, q, p, v, m)
			if err != nil {
				return out, err
			}
			out.Note = append(out.Note, n)
		}
		for _, f := range m.Files {
			out.Attachment = append(out.Attachment, s.file(t.ID, f))
		}
	}
	out.Characteristic, err = s.characteristics(ctx, q, p, v, &t)
	return out, err
}

func latest(v *delegation.View) (at time.Time) {
	at = v.GivenAt
	for _, x := range []time.Time{v.AcceptedAt, v.ReportedAt, v.EndedAt} {
		if x.After(at) {
			at = x
		}
	}
	return at
}

var selectOriginOf = sqldb.Q("exchange.origin_of", `select origin from exchange_entry where partner_id = $1 and message_id = $2`)

// noteInHand writes words of the view as a note. Those that came from the partner bear the name that they have there.
func (s *Service) noteInHand(ctx context.Context, q sqldb.Querier, p *Partner, v *delegation.View, m *delegation.Said) (tmf.Note, error) {
	n := tmf.Note{Type: "Note", ID: s.entryID(m.ID), Author: m.Name, Date: instant(m.At), Text: m.Text}
	switch {
	case m.Who == delegation.TheDesk:
		n.Author = v.DeskName
	case n.Author == "":
		n.Author = string(m.Who)
	}
	if m.Who != delegation.Receiver || p.ID == 0 {
		return n, nil
	}
	origin, found, err := sqldb.Maybe(ctx, q, selectOriginOf, sqldb.Value[string], int64(p.ID), int64(m.ID))
	if found {
		n.ID = origin
	}
	return n, err
}
