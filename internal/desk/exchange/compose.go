package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// compose makes what is to be told of an event now: what its receiver may see is decided at this moment.
func (s *Service) compose(ctx context.Context, l line, d delivery) (parcel, error) {
	e, err := event.Load(ctx, s.d.DB, d.seq)
	if err != nil {
		return parcel{}, fmt.Errorf("compose: %w", err)
	}
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return parcel{}, jobs.Permanent(err)
	}
	if l.Listener != 0 {
		return s.composeEvent(ctx, ListenerID(l.Listener), d, e, &p)
	}
	k, err := sqldb.One(ctx, s.d.DB, selectLink, scanLink, l.Link)
	if err != nil {
		return parcel{}, err
	}
	partner, err := sqldb.One(ctx, s.d.DB, selectPartner, scanPartner, int64(k.Partner))
	if err != nil {
		return parcel{}, err
	}
	c := &composing{s, &partner, &k, d, e, &p}
	if partner.Way == ByMail {
		return c.mail(ctx)
	}
	return c.tell(ctx)
}

// composing is one thing to tell a partner about a case.
type composing struct {
	*Service
	partner *Partner
	link    *Link
	owed    delivery
	e       event.Event
	p       *ticket.Payload
}

// tell composes what a partner's system is told.
func (c *composing) tell(ctx context.Context) (parcel, error) {
	if c.link.Role == roleIn {
		return c.direct(ctx)
	}
	if c.owed.what == tellStatus {
		return c.over()
	}
	t, err := ticket.LoadIn(ctx, c.d.DB, system, c.link.Ticket)
	if err != nil {
		return parcel{}, err
	}
	if t.Sealed {
		return c.sealed(ctx, &t)
	}
	v, err := c.d.Delegation.ViewFor(ctx, c.d.DB, c.link.Ticket)
	if errs.Is(err, errs.NotFound) || err == nil && v.Supplier != c.partner.Supplier {
		return c.nothing() // It has been taken back meanwhile, which is told next.
	}
	if err != nil {
		return parcel{}, err
	}
	switch {
	case c.link.Remote == "" && (c.owed.what == tellCreate || c.owed.what == tellAgain):
		return c.create(ctx, &v)
	case c.link.Remote == "":
		return c.nothing() // The case that is told first holds it.
	case c.owed.what == tellFields:
		t, err := c.inHand(ctx, c.d.DB, c.partner, &v)
		return c.patch(tmf.TroubleTicket{Type: "TroubleTicket", Name: t.Name, Severity: t.Severity, Priority: t.Priority}, err)
	}
	out := tmf.TroubleTicket{Type: "TroubleTicket"}
	if c.owed.what == tellAgain {
		out.Status = tmf.InProgress
	}
	return c.note(ctx, &v, out)
}

func (c *composing) nothing() (parcel, error) { return parcel{partner: c.partner.ID}, nil }
func (c *composing) text(key string, args ...any) string {
	return c.d.Texts.Printer(i18n.ParseLang(c.partner.Lang)).T(key, args...)
}

// sealed hands over a case about a person with protected identity: nothing goes but its number.
func (c *composing) sealed(ctx context.Context, t *ticket.Ticket) (parcel, error) {
	_, held, err := delegation.NowIn(ctx, c.d.DB, t.ID)
	if err != nil || !held || c.link.Remote != "" || c.owed.what != tellCreate && c.owed.what != tellAgain {
		p, _ := c.nothing()
		return p, err
	}
	out := tmf.TroubleTicket{
		Type: "TroubleTicket", Name: t.ID.String(), Description: c.text("exchange.sealed", "ref", t.ID.String()), Severity: c.partner.Config.Severity[t.Impact],
		Priority: c.partner.Config.Priority[t.Priority], TicketType: c.partner.Config.ticketType(t.Kind), ExternalIdentifier: c.ours(t.ID),
	}
	return c.call("POST", c.partner.BaseURL+"/troubleTicket", "application/json", out, c.created)
}

func (c *composing) ours(id ticket.ID) []tmf.ExternalIdentifier {
	return []tmf.ExternalIdentifier{{Type: "ExternalIdentifier", ID: id.String(), Owner: c.d.System, Kind: "TroubleTicket"}}
}

// create hands the case over.
func (c *composing) create(ctx context.Context, v *delegation.View) (parcel, error) {
	out, err := c.inHand(ctx, c.d.DB, c.partner, v)
	if err != nil {
		return parcel{}, err
	}
	out.ID, out.Href, out.CreationDate, out.LastUpdate, out.StatusChangeDate, out.ExpectedResolution, out.StatusChangeHistory, out.Status = "", "", nil, nil, nil, nil, nil, ""
	files := out.Attachment
	out.Attachment = nil
	if out.Attachment, err = c.embed(ctx, v.Files, files); err != nil {
		return parcel{}, err
	}
	if out.Description == "" {
		out.Description = out.Name
	}
	out.ExternalIdentifier = c.ours(c.link.Ticket)
	return c.call("POST", c.partner.BaseURL+"/troubleTicket", "application/json", out, c.created)
}

// created pairs the numbers: theirs stands beside ours from now on.
func (c *composing) created(ctx context.Context, tx *sqldb.Tx, r Reply) error {
	var there struct {
		ID     string     `json:"id"`
		Status tmf.Status `json:"status"`
	}
	if err := json.Unmarshal(r.Body, &there); err != nil || there.ID == "" || len(there.ID) > 100 {
		return fmt.Errorf("the answer names no case: %.200s", r.Body)
	}
	if _, err := tx.Exec(ctx, updateRemote, int64(c.link.ID), there.ID); err != nil {
		return err
	}
	if err := ticket.AddReferenceIn(ctx, tx, c.link.Ticket, c.partner.Code, there.ID); err != nil {
		return err
	}
	return c.say(ctx, tx, c.partner.as(), c.partner, c.link.Ticket, Word{Number: there.ID})
}

// note tells words and files that have been added, when the receiver's view shows them and they are not the receiver's
// own.
func (c *composing) note(ctx context.Context, v *delegation.View, out tmf.TroubleTicket) (parcel, error) {
	t, err := ticket.LoadIn(ctx, c.d.DB, system, c.link.Ticket)
	if err != nil {
		return parcel{}, err
	}
	for i := range v.Said {
		m := &v.Said[i]
		if m.ID != c.p.Message || m.Who == delegation.Receiver || t.Sealed {
			continue
		}
		n, err := c.noteInHand(ctx, c.d.DB, c.partner, v, m)
		if err != nil {
			return parcel{}, err
		}
		out.Note = append(out.Note, n)
		var files []tmf.Attachment
		for _, f := range m.Files {
			files = append(files, c.file(t.ID, f))
		}
		if out.Attachment, err = c.embed(ctx, m.Files, files); err != nil {
			return parcel{}, err
		}
	}
	if len(out.Note) == 0 && out.Status == "" {
		return c.nothing()
	}
	return c.patch(out, nil)
}

// over tells that the case is no longer theirs.
func (c *composing) over() (parcel, error) {
	if c.link.Remote == "" {
		return c.nothing()
	}
	out := tmf.TroubleTicket{Type: "TroubleTicket", Status: tmf.Cancelled, StatusChangeReason: c.p.Comment}
	if c.e.Type == ticket.EventResolved || c.e.Type == ticket.EventClosed {
		out.Status = tmf.Closed
	}
	return c.patch(out, nil)
}

// direct tells whoever handed a case to us how it fares, by changing their own.
func (c *composing) direct(ctx context.Context) (parcel, error) {
	out := tmf.TroubleTicket{Type: "TroubleTicket"}
	if x, moved := stepOf(c.e.Type, c.e.At, *c.p); moved {
		code, _ := c.p.Changes["hold_code"].To.(string)
		out.Status, out.StatusChangeReason = c.partner.status(x.state, code), x.comment
	}
	t, err := ticket.LoadIn(ctx, c.d.DB, system, c.link.Ticket)
	if err != nil {
		return parcel{}, err
	}
	if c.p.Message != 0 && !c.p.Internal && !t.Sealed {
		all, err := c.gather(ctx, c.d.DB, c.partner.as(), c.partner, []ticket.ID{c.link.Ticket})
		if err != nil {
			return parcel{}, err
		}
		v := &viewer{c.Service, c.partner.as(), *c.partner, all}
		for _, m := range all.said[c.link.Ticket] {
			if m.id != c.p.Message || m.foreign {
				continue
			}
			out.Note = append(out.Note, v.note(m))
			if out.Attachment, err = c.embed(ctx, all.files[m.id], v.filesOf(c.link.Ticket, m.id)); err != nil {
				return parcel{}, err
			}
		}
	}
	if out.Status == "" && len(out.Note) == 0 {
		return c.nothing()
	}
	return c.patch(out, nil)
}

func (c *composing) patch(out tmf.TroubleTicket, err error) (parcel, error) {
	if err != nil {
		return parcel{}, err
	}
	return c.call("PATCH", c.partner.BaseURL+"/troubleTicket/"+escape(c.link.Remote), "application/merge-patch+json", out, nil)
}

// call addresses what was composed.
func (c *composing) call(method, url, mediaType string, body any, after func(context.Context, *sqldb.Tx, Reply) error) (parcel, error) {
	if c.partner.BaseURL == "" {
		return parcel{}, jobs.Permanent(errs.E(errs.Conflict, "exchange.error.no_address"))
	}
	token, ok := c.d.Secrets(c.partner.Code)
	if !ok {
		return parcel{}, fmt.Errorf("there is no secret %q", c.partner.Code)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return parcel{}, jobs.Permanent(err)
	}
	return parcel{
		partner: c.partner.ID, after: after,
		call: &Call{Method: method, URL: url, Body: raw, Header: map[string]string{
			"Authorization": "Bearer " + token, "Content-Type": mediaType, "Accept": "application/json", "Accept-Language": c.partner.Lang,
			"Idempotency-Key": fmt.Sprintf("%d-%s@%s", c.e.Seq, c.owed.what, c.d.System),
		}},
	}, nil
}

// escape makes a foreign number a part of an address.
func escape(id string) string {
	var b strings.Builder
	for _, c := range []byte(id) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// embed puts the bytes of those files that may pass into what is sent; the others stay, and their names too.
func (c *composing) embed(ctx context.Context, files []ticket.Attachment, out []tmf.Attachment) ([]tmf.Attachment, error) {
	return c.Service.embed(ctx, &c.partner.Config, files, out)
}

func (s *Service) embed(ctx context.Context, c *Config, files []ticket.Attachment, out []tmf.Attachment) ([]tmf.Attachment, error) {
	var passed []tmf.Attachment
	for i := range files {
		if !c.passes(files[i].MediaType, files[i].Size) {
			continue
		}
		content, err := s.d.Blobs.Get(ctx, files[i].Blob)
		if err != nil {
			return nil, fmt.Errorf("file %d: %w", files[i].ID, err)
		}
		raw, err := io.ReadAll(io.LimitReader(content, maxFile+1))
		_ = content.Close() // Opened for reading only.
		if err != nil {
			return nil, fmt.Errorf("file %d: %w", files[i].ID, err)
		}
		a := out[i]
		a.SetBytes(raw)
		passed = append(passed, a)
	}
	return passed, nil
}

func (v *viewer) filesOf(id ticket.ID, m ticket.MessageID) []tmf.Attachment {
	var out []tmf.Attachment
	for _, f := range v.files[m] {
		out = append(out, v.file(id, f))
	}
	return out
}
