package notify

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Sent is one mail about a case, as the desk follows it.
type Sent struct {
	Reason  string
	To      string
	State   string // waiting, sent, caught, failed, bounced
	Error   string
	Created time.Time
	At      time.Time // When the receiver's server took it over.
	Bounced time.Time
}

// Log is what is known of the desk's words to a case's user: what was sent, what became of it, and what is still owed.
type Log struct {
	Sent    []Sent
	Tasks   []Task    // Open ones first, in the order of their hours.
	Read    time.Time // When the user last had the case before their eyes.
	Waiting time.Time // When words that the user wants later will be sent; zero for none.
	// Status is how it goes, in words that fit the user: for the agent to send or to change.
	Status string
	// Lang is the user's language.
	Lang string

	texts []own
	which Which
	name  string
	desk  string
}

// mostLogged bounds how many mails and tasks a log shows.
const mostLogged = 50

// One statement for the ticket's page: mails, tasks, the last reading, and the hour of what waits.
var selectLog = sqldb.Q("notify.log", `
	select * from (select 'mail' as what, m.id as id, m.reason as a, m.address as b, m.state as c, m.error as d, m.created_at as x, m.sent_at as y, m.bounced_at as z
		from outbound_mail m where m.ticket_id = $1 or m.id in (select o.mail_id from outbound_word o where o.ticket_id = $1 and o.mail_id is not null)
		order by m.id desc limit $3) mails
	union all select * from (select 'task', k.id, k.kind, k.words, k.outcome, '', k.due_at, k.done_at, cast(null as bigint)
		from contact_task k where k.ticket_id = $1 order by k.done_at is not null, k.due_at, k.id limit $3) tasks
	union all select 'read', 0, '', '', '', '', r.read_at, cast(null as bigint), cast(null as bigint) from ticket_read r where r.ticket_id = $1 and r.person_id = $2
	union all select 'text', 0, x.subject, x.body, x.category, case when x.plain then 'plain' else '' end, cast(null as bigint), cast(null as bigint), cast(null as bigint)
		from message_text x join person u on u.id = $2 where x.org_id = u.org_id and x.reason = 'status' and x.active and x.lang = u.lang
			and (x.category = '' or x.category = u.category) and (not x.plain or u.plain)
	union all select 'who', 0, u.category, u.lang, u.given_name, case when u.plain then 'plain' else '' end, cast(null as bigint), cast(null as bigint), cast(null as bigint) from person u where u.id = $2
	union all select 'desk', 0, k.name, '', '', '', cast(null as bigint), cast(null as bigint), cast(null as bigint) from desk k where k.id = $4
	union all select 'wait', 0, '', '', '', '', min(w.due_at), cast(null as bigint), cast(null as bigint) from outbound_word w where w.ticket_id = $1 and w.due_at is not null and w.gathered`)

// Log returns what is known of the words to a case's user, in one statement: for those who work on the case; nothing for
// anybody else.
func (s *Service) Log(ctx context.Context, by authz.Actor, t *ticket.Ticket) (Log, error) {
	var l Log
	if !ticket.SeesInternal(by, t) {
		return l, nil
	}
	l.which = Which{Reason: Status, Lang: "sv"}
	err := sqldb.Each(ctx, s.d.DB, selectLog, l.scan, int64(t.ID), int64(t.Requester), mostLogged, int64(t.Desk))
	if err != nil {
		return l, err
	}
	slices.SortStableFunc(l.texts, func(a, b own) int { return strings.Compare(b.category, a.category) })
	values := map[string]string{"name": l.name, "number": t.ID.String(), "title": t.Title, "desk": l.desk, "link": s.d.BaseURL + "/tickets/" + t.ID.String()}
	l.Lang = l.which.Lang
	l.Status = strings.TrimSpace(s.choose(l.texts, l.which).Body.Plain(values))
	return l, nil
}

func (l *Log) scan(r sqldb.Row) error {
	var what, a, b, c, d string
	var id int64
	var x, y, z time.Time
	if err := r.Scan(&what, &id, &a, &b, &c, &d, sqldb.ScanTime(&x), sqldb.ScanTime(&y), sqldb.ScanTime(&z)); err != nil {
		return err
	}
	switch what {
	case "mail":
		l.Sent = append(l.Sent, Sent{Reason: a, To: b, State: c, Error: d, Created: x, At: y, Bounced: z})
	case "task":
		l.Tasks = append(l.Tasks, Task{ID: TaskID(id), Kind: TaskKind(a), Words: b, Outcome: c, Due: x, DoneAt: y})
	case "text":
		l.texts = append(l.texts, own{a, b, c, d == "plain"})
	case "who":
		l.which.Category, l.which.Lang, l.which.Plain, l.name = directory.Category(a), b, d == "plain", c
	case "desk":
		l.desk = a
	case "read":
		l.Read = x
	case "wait":
		l.Waiting = x
	}
	return nil
}
