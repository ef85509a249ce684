package exchange

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// viewer is who reads a case, and through whose words.
type viewer struct {
	*Service
	by      authz.Actor
	partner Partner
	around
}

// href is where our interface shows a case.
func (s *Service) href(id ticket.ID) string {
	return s.d.BaseURL + tmf.Prefix + "/troubleTicket/" + id.String()
}

// entryID names a message for good, in whatever system it lies.
func (s *Service) entryID(id ticket.MessageID) string {
	return strconv.FormatInt(int64(id), 10) + "@" + s.d.System
}

// ownEntry reads an id that entryID made; 0 for one of another system.
func (s *Service) ownEntry(id string) ticket.MessageID {
	n, at, _ := strings.Cut(id, "@")
	if at != s.d.System {
		return 0
	}
	v, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return 0
	}
	return ticket.MessageID(v)
}

func (s *Service) viewer(ctx context.Context, q sqldb.Querier, by authz.Actor, ids []ticket.ID) (*viewer, error) {
	partner, err := partnerOf(ctx, q, by.Person)
	if err != nil {
		return nil, err
	}
	a, err := s.gather(ctx, q, by, &partner, ids)
	return &viewer{s, by, partner, a}, err
}

// View is a case as the actor may see it: what they have in hand, or what is theirs. Errors: errs.NotFound.
func (s *Service) View(ctx context.Context, by authz.Actor, id ticket.ID) (tmf.TroubleTicket, error) {
	if delegation.Receives(by) {
		v, err := s.d.Delegation.View(ctx, by, id)
		if err == nil {
			return s.viewInHand(ctx, by, &v)
		}
		if !errs.Is(err, errs.NotFound) {
			return tmf.TroubleTicket{}, err
		}
	}
	row, err := s.d.Ticket.Show(ctx, by, id)
	if err != nil {
		return tmf.TroubleTicket{}, err
	}
	v, err := s.viewer(ctx, s.d.DB, by, []ticket.ID{id})
	if err != nil {
		return tmf.TroubleTicket{}, err
	}
	return v.view(&row), nil
}

// view writes a case in the words of the partner.
func (v *viewer) view(row *ticket.Row) tmf.TroubleTicket {
	t := &row.Ticket
	c := &v.partner.Config
	out := tmf.TroubleTicket{
		Type: "TroubleTicket", ID: t.ID.String(), Href: v.href(t.ID), Name: t.Title, Severity: c.Severity[t.Impact], Priority: c.Priority[t.Priority],
		TicketType: c.ticketType(t.Kind), CreationDate: instant(t.CreatedAt), LastUpdate: instant(t.UpdatedAt), ResolutionDate: instant(t.ResolvedAt),
		ExpectedResolution: instant(t.DueAt), Status: v.partner.status(t.State, t.HoldCode),
		Channel: &tmf.EntityRef{Type: "ChannelRef", ID: string(t.Channel), Name: string(t.Channel)},
	}
	at := sideOf(v.by, t)
	v.talk(&out, t.ID)
	v.history(&out, t.ID)
	for _, r := range v.refs[t.ID] {
		if at == worker || r.Source == v.partner.source(v.by) {
			out.ExternalIdentifier = append(out.ExternalIdentifier, tmf.ExternalIdentifier{Type: "ExternalIdentifier", ID: r.External, Owner: r.Source, Kind: "TroubleTicket"})
		}
	}
	v.extras(&out, t.ID)
	return out
}

// source is under what name a case's number at an account's system is kept.
func (p *Partner) source(by authz.Actor) string {
	if p.ID != 0 {
		return p.Code
	}
	return "tmf" + strconv.FormatInt(by.Person, 10)
}

// talk adds what was said: the first words as the description, all others as notes.
func (v *viewer) talk(out *tmf.TroubleTicket, id ticket.ID) {
	for i, m := range v.said[id] {
		if i == 0 && m.kind == ticket.FromUser {
			out.Description = m.text
		} else {
			out.Note = append(out.Note, v.note(m))
		}
		for _, f := range v.files[m.id] {
			out.Attachment = append(out.Attachment, v.file(id, f))
		}
	}
}

func (v *viewer) note(m said) tmf.Note {
	n := tmf.Note{Type: "Note", ID: m.origin, Author: m.name, Date: instant(m.at), Text: m.text}
	if n.ID == "" {
		n.ID = v.entryID(m.id)
	}
	if m.masked || n.Author == "" {
		n.Author = "user"
	}
	return n
}

func (s *Service) file(id ticket.ID, f ticket.Attachment) tmf.Attachment {
	at := s.href(id) + "/attachment/" + strconv.FormatInt(int64(f.ID), 10)
	return tmf.Attachment{
		Type: "Attachment", ID: s.fileID(f.ID), Href: at, URL: at, Name: f.Name, AttachmentType: "file", MimeType: f.MediaType,
		Size: &tmf.Quantity{Amount: float64(f.Size), Units: "B"},
	}
}

func (s *Service) fileID(id ticket.AttachmentID) string {
	return strconv.FormatInt(int64(id), 10) + "@" + s.d.System
}

// history tells how the case has stood. Why it waits is the desk's own.
func (v *viewer) history(out *tmf.TroubleTicket, id ticket.ID) {
	for _, x := range v.steps[id] {
		c := tmf.StatusChange{Type: "StatusChange", Status: v.partner.status(x.state, ""), Date: instant(x.at), Reason: x.comment}
		if x.message != 0 {
			for _, m := range v.said[id] {
				if m.id == x.message {
					c.Reason = m.text
				}
			}
		}
		out.StatusChangeHistory = append(out.StatusChangeHistory, c)
		out.StatusChangeDate, out.StatusChangeReason = c.Date, c.Reason
	}
}

// extras gives back what came with the case and has no place in it.
func (v *viewer) extras(out *tmf.TroubleTicket, id ticket.ID) {
	x := v.extra[id]
	out.RelatedParty, out.RequestedResolution = x["relatedParty"], x["requestedResolutionDate"]
	out.TroubleTicketRelation, out.Specification = x["troubleTicketRelationship"], x["troubleTicketSpecification"]
	// Their shapes were read when they came.
	_ = json.Unmarshal(x["relatedEntity"], &out.RelatedEntity)
	_ = json.Unmarshal(x["troubleTicketCharacteristic"], &out.Characteristic)
	if raw, ok := x["channel"]; ok {
		_ = json.Unmarshal(raw, out.Channel)
	}
}

// instant is a time as the standard writes it; nil for none.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

// File returns a file of a case that the actor sees. Errors: errs.NotFound.
func (s *Service) File(ctx context.Context, by authz.Actor, id ticket.ID, file ticket.AttachmentID) (ticket.Attachment, io.ReadSeekCloser, error) {
	if delegation.Receives(by) {
		a, content, err := s.d.Delegation.File(ctx, by, id, file)
		if !errs.Is(err, errs.NotFound) {
			return a, content, err
		}
	}
	a, content, err := s.d.Ticket.Attachment(ctx, by, file)
	if err == nil && a.Ticket != id {
		_ = content.Close() // Opened for reading only.
		err = errs.Missing()
	}
	return a, content, err
}
