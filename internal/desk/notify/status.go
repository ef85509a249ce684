package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// Clock adds an organisation's opening hours to an instant.
type Clock func(ctx context.Context, q sqldb.Querier, org directory.OrgID, channel ticket.Channel, from time.Time, work time.Duration) (time.Time, error)

// turns are the events after which the desk owes its user a word at another time, or none. Those in reasons are looked at
// when their words have been said.
var turns = []string{
	ticket.EventHeld, ticket.EventResumed, ticket.EventTold, ticket.EventUntold, ticket.EventRejected, ticket.EventReopened,
	ticket.EventClosed, ticket.EventWithdrawn, ticket.EventMerged, ticket.EventUnmerged,
}

type followArgs struct {
	Ticket ticket.ID `json:"ticket"`
}

// turned leaves to a job what an event means for what the desk owes the user.
func (s *Service) turned(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	return jobs.Enqueue(ctx, tx, JobFollow, followArgs{Ticket: ticket.ID(e.Stream)})
}

// follow brings the tasks about a case into line with how it stands. It reads the state alone, and so may run at any time
// and any number of times.
func (s *Service) follow(ctx context.Context, args followArgs) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := lock(ctx, tx, args.Ticket); err != nil {
			return err
		}
		t, err := ticket.LoadIn(ctx, tx, authz.System("notify"), args.Ticket)
		if err != nil {
			return err
		}
		done := func(outcome string, kinds ...TaskKind) error {
			_, err := tx.Exec(ctx, closeTasks, sqldb.Time(tx.Now()), nil, outcome, int64(t.ID), sqldb.List[TaskKind](kinds))
			return err
		}
		switch {
		case t.State.Ended():
			err = done("ended", TaskCall, TaskSMS, TaskUnread, TaskBounced)
		case t.State == ticket.StateResolved && !t.ToldAt.IsZero():
			err = done("told", TaskCall, TaskSMS, TaskUnread, TaskBounced)
		case t.State != ticket.StateResolved:
			err = done("reopened", TaskUnread)
		}
		if err == nil {
			err = s.status(ctx, tx, &t)
		}
		return errors.Join(err, s.flag(ctx, tx, &t))
	})
}

// status sets when the user is to hear how it goes: an interval after the last word to them, while there is work left and
// it is not the user whom the desk waits for.
func (s *Service) status(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
	last, err := sqldb.One(ctx, tx, selectLastWord, func(r sqldb.Row) (at time.Time, err error) { return at, r.Scan(sqldb.ScanTime(&at)) }, int64(t.ID))
	if err != nil {
		return err
	}
	if last.Before(t.CreatedAt) {
		last = t.CreatedAt
	}
	due, err := s.wordDue(ctx, tx, t, last)
	if err != nil {
		return err
	}
	// What was due and has been said is done; what was never due leaves no trace.
	if due.IsZero() {
		if _, err := tx.Exec(ctx, dropStatus, int64(t.ID)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, closeStatus, sqldb.Time(tx.Now()), "ended", int64(t.ID))
		return err
	}
	if due.After(tx.Now()) {
		if _, err := tx.Exec(ctx, closeStatus, sqldb.Time(tx.Now()), "replied", int64(t.ID)); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, moveTask, int64(t.Org), int64(t.Desk), int64(t.ID), sqldb.ID(t.Requester), sqldb.Time(due), sqldb.Time(tx.Now()))
	return err
}

// wordDue is when the next word is due; the zero time for never.
func (s *Service) wordDue(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, last time.Time) (time.Time, error) {
	if !t.State.Active() || t.State == ticket.StateOnHold && (t.HoldCode == "user" || t.Substate == "awaiting_user") || !owedWords(t) {
		return time.Time{}, nil
	}
	every, err := s.interval(ctx, q, t.Org, t.Kind, t.Priority)
	if err != nil || every == 0 {
		return time.Time{}, err
	}
	how, err := setting.Get[string](ctx, q, t.Org, setting.StatusClock, q.Now())
	if err != nil || how != setting.ClockService || s.d.Clock == nil {
		return last.Add(every), err
	}
	return s.d.Clock(ctx, q, t.Org, t.Channel, last, every)
}

// owedWords reports whether a case has a user who waits for word: what the desk does for itself has none.
func owedWords(t *ticket.Ticket) bool {
	if t.Requester == 0 && t.SenderAddress == "" || t.Channel == ticket.Alarm {
		return false
	}
	return t.Kind == ticket.Order || slices.Contains(ticket.UserKinds(), t.Kind)
}

// interval is how often a user hears of a case: by the narrowest rule, else by the organisation's setting; 0 for never.
func (s *Service) interval(ctx context.Context, q sqldb.Querier, org directory.OrgID, kind ticket.Kind, priority int) (time.Duration, error) {
	minutes, found, err := sqldb.Maybe(ctx, q, selectRule, sqldb.Value[int], int64(org), string(kind), priority)
	if err != nil || found {
		return time.Duration(minutes) * time.Minute, err
	}
	hours, err := setting.Get[int](ctx, q, org, setting.StatusAfter, q.Now())
	return time.Duration(hours) * time.Hour, err
}

// Sweep flags what the desk has come to owe, and tells what people wanted to hear at this hour. It reads only what is due.
func (s *Service) Sweep(ctx context.Context) error {
	var failed error
	if !s.caught.Load() {
		if err := s.CatchUp(ctx); err != nil {
			return err
		}
		s.caught.Store(true)
	}
	for {
		ids, err := sqldb.All(ctx, s.d.DB, selectUnflag, sqldb.Value[ticket.ID], sqldb.Time(s.d.DB.Now()))
		if err != nil {
			return err
		}
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			failed = errors.Join(failed, s.follow(ctx, followArgs{Ticket: id}))
		}
		who, err := sqldb.All(ctx, s.d.DB, selectWhoDue, sqldb.Value[string], sqldb.Time(s.d.DB.Now()), someAtOnce)
		if err != nil {
			return err
		}
		slices.Sort(who)
		for _, one := range slices.Compact(who) {
			failed = errors.Join(failed, s.tell(ctx, one)) // One who cannot be told stops nobody else.
		}
		if failed != nil || len(ids) == 0 && len(who) == 0 {
			return failed
		}
	}
}

// lock takes the case before its tasks, as whoever changes the case does: two who wait for each other wait in one order.
func lock(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	_, _, err := sqldb.Maybe(ctx, tx, lockTicket, sqldb.Value[int64], int64(id))
	return err
}

var (
	lockTicket = sqldb.Q("notify.lock", `select id from ticket where id = $1 {{for_update}}`)
	selectRule = sqldb.Q("status_rule.for", `
		select minutes from status_rule where org_id = $1 and (kind = '' or kind = $2) and (priority = 0 or priority = $3)
		order by kind desc, priority desc limit 1`)
	// The last word to the user, or the moment from which they wait anew.
	selectLastWord = sqldb.Q("notify.last_word", `
		select max(at) from (
			select max(created_at) as at from message where ticket_id = $1 and kind in ('reply', 'solution')
			union all select max(created_at) from outbound_word where ticket_id = $1 and word_id is not null and outcome in ('mail', 'task')
			union all select max(done_at) from contact_task where ticket_id = $1 and outcome = 'spoken'
			union all select max(at) from event where kind = 'ticket' and stream_id = $1
				and type in ('ticket.reopened', 'ticket.rejected', 'ticket.resumed', 'ticket.unmerged')) said`)
)
