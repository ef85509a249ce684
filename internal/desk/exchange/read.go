package exchange

import (
	"context"
	"encoding/json"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// said is a message as another desk may read it.
type said struct {
	id      ticket.MessageID
	ticket  ticket.ID
	kind    ticket.MessageKind
	author  directory.PersonID
	name    string
	masked  bool
	text    string
	at      time.Time
	origin  string // Its id at the partner who reads, where it came from there.
	foreign bool   // It came from that partner.
}

// step is a change of state.
type step struct {
	state   ticket.State
	at      time.Time
	comment string
	message ticket.MessageID
}

// around is what is told of some cases beside the cases themselves.
type around struct {
	said  map[ticket.ID][]said
	files map[ticket.MessageID][]ticket.Attachment
	refs  map[ticket.ID][]ticket.Reference
	steps map[ticket.ID][]step
	extra map[ticket.ID]map[string]json.RawMessage
}

var (
	selectFiles = sqldb.Q("exchange.files", `
		select a.id, a.ticket_id, a.message_id, a.name, a.media_type, a.size, a.blob, a.created_at from attachment a
		where a.ticket_id {{in $1}} and not a.inline order by a.id`)
	selectRefs  = sqldb.Q("exchange.refs", `select ticket_id, source, external from ticket_reference where ticket_id {{in $1}} order by ticket_id, source, external`)
	selectSteps = sqldb.Q("exchange.steps", `
		select stream_id, type, at, payload from event where kind = 'ticket' and stream_id {{in $1}}
			and type in ('ticket.reported', 'ticket.imported', 'ticket.changed', 'ticket.replied', 'ticket.asked', 'ticket.held', 'ticket.resumed', 'ticket.resolved',
				'ticket.rejected', 'ticket.reopened', 'ticket.closed', 'ticket.withdrawn', 'ticket.merged', 'ticket.unmerged', 'ticket.delegated') order by stream_id, pos`)
	selectExtra = sqldb.Q("exchange.extra", `select ticket_id, body from exchange_extra where ticket_id {{in $1}} and person_id = $2`)
	upsertExtra = sqldb.Q("exchange.extra.keep", `
		insert into exchange_extra (ticket_id, person_id, body) values ($1, $2, $3) on conflict (ticket_id) do update set body = excluded.body`)
)

const saidColumns = `m.id, m.ticket_id, m.kind, m.author_id, m.author_name, m.text, m.created_at, e.origin`

// gather reads what is told of cases that the actor sees: of what was said, what their users read.
func (s *Service) gather(ctx context.Context, q sqldb.Querier, by authz.Actor, partner *Partner, ids []ticket.ID) (around, error) {
	a := around{map[ticket.ID][]said{}, map[ticket.MessageID][]ticket.Attachment{}, map[ticket.ID][]ticket.Reference{}, map[ticket.ID][]step{}, map[ticket.ID]map[string]json.RawMessage{}}
	list := sqldb.List[ticket.ID](ids)
	var w sqldb.Where
	text := `select ` + saidColumns + `, case when p.id is null then 1 = 0 else not ` + namesSeen(&w, by, "p") + ` end
		from message m left join person p on p.id = m.author_id
		left join exchange_entry e on e.message_id = m.id and e.partner_id = ` + w.Numbered("?", int64(partner.ID)) + `
		where ` + w.Numbered("m.ticket_id {{in ?}}", list) + ` and not m.internal order by m.id`
	err := sqldb.Each(ctx, q, sqldb.Q("exchange.said", text), func(r sqldb.Row) error {
		m, err := scanSaid(r)
		a.said[m.ticket] = append(a.said[m.ticket], m)
		return err
	}, w.Args()...)
	if err != nil {
		return a, err
	}
	err = sqldb.Each(ctx, q, selectFiles, func(r sqldb.Row) error {
		f, err := scanFile(r)
		a.files[f.Message] = append(a.files[f.Message], f)
		return err
	}, list)
	if err != nil {
		return a, err
	}
	err = sqldb.Each(ctx, q, selectRefs, func(r sqldb.Row) error {
		var id ticket.ID
		var ref ticket.Reference
		err := r.Scan(&id, &ref.Source, &ref.External)
		a.refs[id] = append(a.refs[id], ref)
		return err
	}, list)
	if err != nil {
		return a, err
	}
	if err := sqldb.Each(ctx, q, selectSteps, a.scanStep, list); err != nil {
		return a, err
	}
	return a, sqldb.Each(ctx, q, selectExtra, func(r sqldb.Row) error {
		var id ticket.ID
		var body string
		if err := r.Scan(&id, &body); err != nil {
			return err
		}
		var all map[string]json.RawMessage
		err := json.Unmarshal([]byte(body), &all)
		a.extra[id] = all
		return err
	}, list, by.Person)
}

func scanSaid(r sqldb.Row) (said, error) {
	var m said
	err := r.Scan(&m.id, &m.ticket, &m.kind, sqldb.ScanID(&m.author), &m.name, &m.text, sqldb.ScanTime(&m.at), sqldb.ScanText(&m.origin), &m.masked)
	m.foreign = m.origin != ""
	return m, err
}

func scanFile(r sqldb.Row) (ticket.Attachment, error) {
	var f ticket.Attachment
	err := r.Scan(&f.ID, &f.Ticket, sqldb.ScanID(&f.Message), &f.Name, &f.MediaType, &f.Size, &f.Blob, sqldb.ScanTime(&f.CreatedAt))
	return f, err
}

func (a *around) scanStep(r sqldb.Row) error {
	var id ticket.ID
	var kind, payload string
	var at time.Time
	if err := r.Scan(&id, &kind, sqldb.ScanTime(&at), &payload); err != nil {
		return err
	}
	p, err := ticket.DecodePayload(event.Event{Type: kind, Payload: []byte(payload)})
	if err != nil {
		return err
	}
	if x, ok := stepOf(kind, at, p); ok {
		a.steps[id] = append(a.steps[id], x)
	}
	return nil
}

// stepOf is the change of state that an event made; false for one that made none.
func stepOf(kind string, at time.Time, p ticket.Payload) (step, bool) {
	d, changed := p.Changes["state"]
	to, _ := d.To.(string)
	if !changed || to == "" {
		return step{}, false
	}
	x := step{state: ticket.State(to), at: at}
	switch kind {
	case ticket.EventResolved:
		x.message = p.Message
	case ticket.EventWithdrawn, ticket.EventReopened:
		x.comment = p.Comment
	}
	return x, true
}

// status is how a state is told to a partner.
func (p *Partner) status(s ticket.State, code string) tmf.Status {
	if s == ticket.StateOnHold && code == holdForUser {
		return tmf.Pending
	}
	return p.Config.Out[s]
}

// holdForUser is the pause reason of a case whose user owes an answer.
const holdForUser = "user"
