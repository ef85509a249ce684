package notify

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// TaskID is a task's number.
type TaskID int64

// TaskKind is what the desk owes a user.
type TaskKind string

// The kinds of task.
const (
	TaskStatus  TaskKind = "status"  // A word about how it goes.
	TaskCall    TaskKind = "call"    // The user wants to be called, or cannot be reached otherwise.
	TaskSMS     TaskKind = "sms"     // The user wants an SMS, which the desk sends by hand.
	TaskUnread  TaskKind = "unread"  // The solution stands in the portal and has not been read.
	TaskBounced TaskKind = "bounced" // Our mail came back: reach the user in another way.
)

// Task is something that the desk owes a user.
type Task struct {
	ID     TaskID
	Ticket ticket.ID
	Kind   TaskKind
	Words  string // What is to be said, where that is known.
	Due    time.Time
	DoneAt time.Time
	// Outcome is how it ended: replied, spoken, read, mail, ended; "" while it is open.
	Outcome string
}

// Open reports whether the task is due and not done.
func (t *Task) Open(now time.Time) bool { return t.DoneAt.IsZero() && !t.Due.After(now) }

var (
	// One open task of a kind for each case: what is to be said besides joins the words that wait.
	upsertTask = sqldb.Q("contact_task.upsert", `
		insert into contact_task (org_id, desk_id, ticket_id, kind, person_id, words, due_at, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (ticket_id, kind) where done_at is null do update set
			words = case when contact_task.words = '' or contact_task.words = excluded.words then excluded.words
				else contact_task.words || cast($9 as text) || excluded.words end,
			due_at = {{min2}}(contact_task.due_at, excluded.due_at)`)
	moveTask = sqldb.Q("contact_task.move", `
		insert into contact_task (org_id, desk_id, ticket_id, kind, person_id, due_at, created_at) values ($1, $2, $3, 'status', $4, $5, $6)
		on conflict (ticket_id, kind) where done_at is null do update set due_at = excluded.due_at, flagged_at = null
		where contact_task.due_at <> excluded.due_at`)
	closeTasks = sqldb.Q("contact_task.close", `
		update contact_task set done_at = $1, done_by = $2, outcome = $3 where ticket_id = $4 and done_at is null and kind {{in $5}}`)
	dropStatus = sqldb.Q("contact_task.drop", `
		delete from contact_task where ticket_id = $1 and kind = 'status' and done_at is null and flagged_at is null`)
	closeStatus = sqldb.Q("contact_task.close_status", `
		update contact_task set done_at = $1, outcome = $2 where ticket_id = $3 and kind = 'status' and done_at is null and flagged_at is not null`)
	selectTask = sqldb.Q("contact_task.one", `
		select id, ticket_id, kind, words, due_at, done_at, outcome from contact_task where kind = $1 and ticket_id = $2 and done_at is null`)
	closeTask  = sqldb.Q("contact_task.done", `update contact_task set done_at = $1, done_by = $2, outcome = $3 where id = $4`)
	postpone   = sqldb.Q("contact_task.postpone", `update contact_task set due_at = $1, flagged_at = null where id = $2`)
	selectOwed = sqldb.Q("contact_task.owed", `
		select due_at, kind from contact_task where ticket_id = $1 and done_at is null and due_at <= $2 order by kind = 'status', due_at, id limit 1`)
	selectUnflag = sqldb.Q("contact_task.unflagged", `
		select ticket_id from contact_task where done_at is null and flagged_at is null and due_at <= $1 order by due_at, id limit 200`)
	flagTasks = sqldb.Q("contact_task.flag", `
		update contact_task set flagged_at = $1 where ticket_id = $2 and done_at is null and flagged_at is null and due_at <= $1`)
)

func scanTask(r sqldb.Row) (Task, error) {
	var t Task
	return t, r.Scan(&t.ID, &t.Ticket, &t.Kind, &t.Words, sqldb.ScanTime(&t.Due), sqldb.ScanTime(&t.DoneAt), &t.Outcome)
}

// owe gives the desk a task about a case.
func (s *Service) owe(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, kind TaskKind, words string, at time.Time) error {
	if t.Sealed {
		words = "" // Whoever does the task reads it in the case.
	}
	_, err := tx.Exec(ctx, upsertTask, int64(t.Org), int64(t.Desk), int64(t.ID), string(kind), sqldb.ID(t.Requester), words, sqldb.Time(at),
		sqldb.Time(tx.Now()), "\n\n")
	if err != nil {
		return err
	}
	return s.flag(ctx, tx, t)
}

// flag marks what is due by now and keeps beside the case since when the desk owes its user something.
func (s *Service) flag(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
	if _, err := tx.Exec(ctx, flagTasks, sqldb.Time(tx.Now()), int64(t.ID)); err != nil {
		return err
	}
	// What was asked for by name comes before a word about how it goes.
	first, _, err := sqldb.Maybe(ctx, tx, selectOwed, func(r sqldb.Row) (k Task, err error) { err = r.Scan(sqldb.ScanTime(&k.Due), &k.Kind); return k, err }, int64(t.ID), sqldb.Time(tx.Now()))
	if err != nil {
		return err
	}
	return ticket.SetOwedIn(ctx, tx, t, first.Due, string(first.Kind))
}

// speak asks the desk to say something by telephone or SMS.
func (s *Service) speak(ctx context.Context, tx *sqldb.Tx, way directory.Way, x *item) error {
	if x.ticket == 0 {
		return nil
	}
	kind, words := TaskCall, x.words
	if way == directory.BySMS {
		kind = TaskSMS
	}
	if x.due.word != 0 {
		words = x.said.Subject + "\n" + x.said.Text
	}
	return s.owe(ctx, tx, &x.t, kind, words, tx.Now())
}

// unread asks the desk to tell somebody of a solution who may never see it: at once when there is no address.
func (s *Service) unread(ctx context.Context, tx *sqldb.Tx, x *item, unreachable bool) error {
	if unreachable {
		return s.owe(ctx, tx, &x.t, TaskCall, x.words, tx.Now())
	}
	return s.owe(ctx, tx, &x.t, TaskUnread, x.words, tx.Now().Add(unreadAfter))
}

// Again is how long a task waits when the user could not be reached.
const Again = time.Hour

// Spoken notes that the desk has done its task of a kind: called, sent an SMS, reached the user in another way. On a solved case the
// user has thereby been told. When the user was not reached the task comes back in an hour.
// Errors: errs.NotFound for a task that is not open, errs.Forbidden.
func (s *Service) Spoken(ctx context.Context, by authz.Actor, id ticket.ID, kind TaskKind, reached bool) error {
	t, err := s.d.Ticket.Load(ctx, by, id)
	if err != nil {
		return err
	}
	if !s.d.Ticket.Can(by, ticket.MayReply, &t) {
		return errs.Denied(string(ticket.MayReply))
	}
	var did Task
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var found bool
		if err := lock(ctx, tx, id); err != nil {
			return err
		}
		if did, found, err = sqldb.Maybe(ctx, tx, selectTask, scanTask, string(kind), int64(id)); err != nil || !found {
			return errorOr(err, errs.Missing())
		}
		if !reached {
			_, err = tx.Exec(ctx, postpone, sqldb.Time(tx.Now().Add(Again)), int64(did.ID))
		} else {
			_, err = tx.Exec(ctx, closeTask, sqldb.Time(tx.Now()), sqldb.ID(by.Person), "spoken", int64(did.ID))
		}
		if err != nil {
			return err
		}
		if t, err = ticket.LoadIn(ctx, tx, by, id); err != nil {
			return err
		}
		return errors.Join(s.flag(ctx, tx, &t), jobs.Enqueue(ctx, tx, JobFollow, followArgs{Ticket: id}))
	})
	if err != nil || !reached || t.State != ticket.StateResolved || !t.ToldAt.IsZero() || did.Kind == TaskStatus {
		return err
	}
	_, err = s.d.Ticket.Tell(ctx, by, id)
	return err
}

func errorOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
