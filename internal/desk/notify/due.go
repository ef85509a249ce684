package notify

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// due is one thing that somebody is to hear now.
type due struct {
	id       int64
	person   directory.PersonID
	address  string
	name     string
	ticket   ticket.ID
	reason   string
	event    int64
	word     int64
	gathered bool // Has waited for its hour already.
	at       time.Time
}

var (
	enlistEvent = sqldb.Q("outbound_word.event", `
		insert into outbound_word (org_id, who, person_id, address, name, ticket_id, reason, event_seq, due_at, created_at)
		select t.org_id, 'p' || cast(t.requester_id as text), t.requester_id, '', '', t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id = $1 and t.requester_id is not null
		union all
		select t.org_id, 'p' || cast(t.reporter_id as text), t.reporter_id, '', '', t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id = $1 and t.reporter_id is not null and t.reporter_id <> coalesce(t.requester_id, 0)
		union all
		select t.org_id, 'a:' || lower(t.sender_address), null, t.sender_address, t.sender_name, t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id = $1 and t.requester_id is null and t.sender_address <> ''
		on conflict do nothing`)
	selectListenersOfEvent = sqldb.Q("outbound_word.of_event", `
		select distinct who from outbound_word where event_seq = $1 and due_at is not null order by who limit $2`)
	selectListenersOfWord = sqldb.Q("outbound_word.of_word", `
		select distinct who from outbound_word where word_id = $1 and due_at is not null and not gathered order by who limit $2`)
	// Ordered by the index that leads to them, so that a sweep reads only what is due.
	selectWhoDue = sqldb.Q("outbound_word.who_due", `
		select who from outbound_word where due_at <= $1 order by due_at, who limit $2`)
	// What has not been put off is due whatever its hour: a clock that was ahead when it was written down and has been set
	// right since would hold it back for as long.
	selectDue = sqldb.Q("outbound_word.due", `
		select id, person_id, address, name, ticket_id, reason, event_seq, word_id, gathered, created_at from outbound_word
		where who = $1 and due_at is not null and (due_at <= $2 or not gathered) order by id {{for_update}}`)
	updatePutOff = sqldb.Q("outbound_word.put_off", `update outbound_word set due_at = $1, gathered = true where id = $2`)
	updateDone   = sqldb.Q("outbound_word.done", `update outbound_word set due_at = null, outcome = $1, mail_id = $2 where id = $3`)
)

// The ways in which a thing to say was done with.
const (
	doneMail   = "mail"
	doneTask   = "task"   // The desk says it.
	donePortal = "portal" // The person looks for themselves.
	doneNone   = "none"   // Not to be said after all.
)

func scanDue(r sqldb.Row) (due, error) {
	var d due
	return d, r.Scan(&d.id, sqldb.ScanID(&d.person), &d.address, &d.name, sqldb.ScanID(&d.ticket), &d.reason, sqldb.ScanID(&d.event),
		sqldb.ScanID(&d.word), &d.gathered, sqldb.ScanTime(&d.at))
}

func (d *due) done(ctx context.Context, tx *sqldb.Tx, outcome string, mail int64) error {
	_, err := tx.Exec(ctx, updateDone, outcome, sqldb.ID(mail), d.id)
	return err
}
