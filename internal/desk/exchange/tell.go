package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
)

// account is the telling of an event to a listener, as its owner may see it now.
type account struct {
	*Service
	by       authz.Actor
	listener *Listener
	partner  Partner
	owed     delivery
	e        event.Event
	p        *ticket.Payload
}

// composeEvent makes the event that a listener is sent.
func (s *Service) composeEvent(ctx context.Context, id ListenerID, d delivery, e event.Event, p *ticket.Payload) (parcel, error) {
	none := parcel{listener: id}
	l, found, err := sqldb.Maybe(ctx, s.d.DB, selectListener, scanListener, int64(id))
	if err != nil || !found {
		return none, err
	}
	by, err := s.d.Access.ActorOf(ctx, l.Person)
	if errs.Is(err, errs.NotFound) {
		return none, nil // The account has ended.
	}
	if err != nil {
		return none, err
	}
	partner, err := partnerOf(ctx, s.d.DB, by.Person)
	if err != nil {
		return none, err
	}
	t := &account{s, by, &l, partner, d, e, p}
	kind, content, err := t.content(ctx)
	if err != nil || kind == "" || !wanted(l.Query, kind) {
		return none, err
	}
	return t.parcel(kind, content)
}

// wanted reports whether the listener asked for that type: "eventType=A,B"; any other query asks for all.
func wanted(query, kind string) bool {
	q, err := url.ParseQuery(query)
	if err != nil || q.Get("eventType") == "" {
		return true
	}
	return slices.Contains(strings.Split(q.Get("eventType"), ","), kind)
}

// content is what the event says; "" when there is nothing that the account may see.
func (t *account) content(ctx context.Context) (string, tmf.EventContent, error) {
	id := ticket.ID(t.e.Stream)
	now, err := t.View(ctx, t.by, id)
	if errs.Is(err, errs.NotFound) {
		return t.gone(id)
	}
	if err != nil {
		return "", tmf.EventContent{}, err
	}
	out := tmf.TroubleTicket{Type: "TroubleTicket", ID: now.ID, Href: now.Href, LastUpdate: instant(t.e.At), ExternalIdentifier: now.ExternalIdentifier}
	if t.owed.what == tellNeeds {
		return tmf.InformationEvent, tmf.EventContent{TroubleTicket: out, InformationRequired: &tmf.JSONPatch{Op: "add", Path: "/note"}}, nil
	}
	fresh := t.e.Type == ticket.EventReported || t.e.Type == ticket.EventDelegated && delegation.Receives(t.by)
	if fresh {
		now.Attachment, err = t.bytes(ctx, now.Attachment)
		return tmf.CreateEvent, tmf.EventContent{TroubleTicket: now}, err
	}
	kind := ""
	for _, n := range now.Note {
		if t.p.Message != 0 && n.ID == t.entryID(t.p.Message) {
			out.Note, kind = []tmf.Note{n}, tmf.ChangeEvent
		}
	}
	if kind != "" {
		if out.Attachment, err = t.filesOf(ctx, now.Attachment); err != nil {
			return "", tmf.EventContent{}, err
		}
	}
	for column, set := range map[string]func(){
		"title":    func() { out.Name = now.Name },
		"impact":   func() { out.Severity = now.Severity },
		"priority": func() { out.Priority = now.Priority },
		"kind":     func() { out.TicketType = now.TicketType },
	} {
		if _, changed := t.p.Changes[column]; changed {
			set()
			kind = tmf.ChangeEvent
		}
	}
	if x, moved := stepOf(t.e.Type, t.e.At, *t.p); moved && !delegation.Receives(t.by) {
		kind = tmf.StatusEvent
		t.status(&out, x)
	}
	return kind, tmf.EventContent{TroubleTicket: out}, nil
}

// status tells a change of state, with the words that came with it as its reason.
func (t *account) status(out *tmf.TroubleTicket, x step) {
	code, _ := t.p.Changes["hold_code"].To.(string)
	out.Status, out.StatusChangeDate, out.StatusChangeReason = t.partner.status(x.state, code), instant(x.at), x.comment
	if len(out.Note) == 1 && x.message != 0 {
		out.StatusChangeReason = out.Note[0].Text
	}
	out.StatusChangeHistory = []tmf.StatusChange{{Type: "StatusChange", Status: out.Status, Date: out.StatusChangeDate, Reason: out.StatusChangeReason}}
}

// gone is the last that an account is told of a case that was in its hands: that it is not any more.
func (t *account) gone(id ticket.ID) (string, tmf.EventContent, error) {
	from, _ := t.p.Changes["supplier_id"].From.(float64)
	if !slices.Contains(t.by.Reaches(delegation.MayWork, authz.Supplier), int64(from)) || from == 0 {
		return "", tmf.EventContent{}, nil
	}
	at := instant(t.e.At)
	return tmf.StatusEvent, tmf.EventContent{TroubleTicket: tmf.TroubleTicket{
		Type: "TroubleTicket", ID: id.String(), Href: t.href(id), LastUpdate: at, Status: tmf.Cancelled, StatusChangeDate: at,
		StatusChangeHistory: []tmf.StatusChange{{Type: "StatusChange", Status: tmf.Cancelled, Date: at}},
	}}, nil
}

var selectFilesOf = sqldb.Q("exchange.files_of", `
	select a.id, a.ticket_id, a.message_id, a.name, a.media_type, a.size, a.blob, a.created_at from attachment a where a.ticket_id = $1 order by a.id`)

// filesOf are those of the files that the account sees which came with the event's message, with their bytes.
func (t *account) filesOf(ctx context.Context, seen []tmf.Attachment) ([]tmf.Attachment, error) {
	return t.pick(ctx, seen, func(f *ticket.Attachment) bool { return f.Message == t.p.Message })
}

func (t *account) bytes(ctx context.Context, seen []tmf.Attachment) ([]tmf.Attachment, error) {
	return t.pick(ctx, seen, func(*ticket.Attachment) bool { return true })
}

func (t *account) pick(ctx context.Context, seen []tmf.Attachment, wanted func(*ticket.Attachment) bool) ([]tmf.Attachment, error) {
	if len(seen) == 0 {
		return nil, nil
	}
	all, err := sqldb.All(ctx, t.d.DB, selectFilesOf, scanFile, t.e.Stream)
	if err != nil {
		return nil, err
	}
	var files []ticket.Attachment
	var out []tmf.Attachment
	for i := range all {
		for _, a := range seen {
			if a.ID == t.fileID(all[i].ID) && wanted(&all[i]) {
				files, out = append(files, all[i]), append(out, a)
			}
		}
	}
	return t.embed(ctx, &t.partner.Config, files, out)
}

// parcel signs and addresses the event. Its id is the same however often it is sent.
func (t *account) parcel(kind string, content tmf.EventContent) (parcel, error) {
	out := tmf.Event{
		Type: kind, BaseType: "Event", EventID: fmt.Sprintf("%d-%d-%s@%s", t.e.Seq, t.listener.ID, t.owed.what, t.d.System), EventTime: instant(t.e.At),
		TimeOccurred: instant(t.e.At), EventType: kind, Title: kind, Event: content,
		ReportingSystem: &tmf.EntityRef{Type: "EntityRef", ID: t.d.System, Name: "Lotsen"},
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return parcel{}, jobs.Permanent(err)
	}
	header := signed.Headers(t.secretOf(t.listener.ID), out.EventID, t.d.DB.Now(), raw)
	header["Content-Type"] = "application/json"
	return parcel{listener: t.listener.ID, call: &Call{Method: "POST", URL: t.listener.Callback, Body: raw, Header: header}}, nil
}
