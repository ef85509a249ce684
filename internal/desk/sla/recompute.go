package sla

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// Recompute computes the clocks of a case from its events alone: the proof of what its rows say. Errors: errs.Forbidden
// for those who see the case only as its user.
func (s *Service) Recompute(ctx context.Context, by authz.Actor, t *ticket.Ticket) (Proof, error) {
	if !by.IsSystem() && !seesClocks(by, t) {
		return Proof{}, errs.Denied(string(ticket.MayRead))
	}
	events, err := event.Stream(ctx, s.db, ticket.Stream, int64(t.ID))
	if err != nil {
		return Proof{}, err
	}
	return s.prove(ctx, s.db, events)
}

// Of returns the clocks of a case as they are kept, in one statement; nil where none are. The caller has loaded the case
// for the reader.
func (s *Service) Of(ctx context.Context, t *ticket.Ticket) ([]Row, error) {
	rows, err := sqldb.All(ctx, s.db, selectClocks, scanRow, int64(t.ID))
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, c := range Clocks() {
		for i := range rows {
			if rows[i].Clock == c {
				out = append(out, rows[i])
			}
		}
	}
	return out, nil
}

// jobRecount is the job that counts an organisation's clocks anew when its opening hours have changed.
const jobRecount = "sla.recount"

type recountArgs struct {
	Org   directory.OrgID `json:"org"`
	After ticket.ID       `json:"after,omitempty"`
}

func (s *Service) work(r *jobs.Runner) {
	r.Register(jobRecount, jobs.Typed(s.recount))
	r.Register(jobCatchUp, jobs.Typed(s.catchUp))
}

// opens are the keys of the settings that say when an organisation is open, where no calendar does.
var opens = map[string]bool{"hours.opening": true, "hours.holidays": true}

// hoursChanged reports whether an event changes what counts as service time.
func hoursChanged(e *event.Event) bool {
	return e.Kind == "calendar" && e.Type != "calendar.renamed" || e.Kind == "opening" || e.Kind == "setting" && opens[e.Label]
}

// wishRecount puts counting anew off to a job, because it may concern every open case.
func (s *Service) wishRecount(ctx context.Context, tx *sqldb.Tx, e *event.Event) error {
	return jobs.Enqueue(ctx, tx, jobRecount, recountArgs{Org: directory.OrgID(e.Org)}, jobs.Key(fmt.Sprintf("sla.recount:%d", e.Org)))
}

const recountBatch = 200

var selectRunning = sqldb.Q("sla.running", `
	select distinct c.ticket_id from sla_clock c where c.org_id = $1 and c.ticket_id > $2 and (c.state in ('running', 'paused') or c.ended_at >= $3)
	order by c.ticket_id limit $4`)

// recount computes the clocks of open cases, and of those that ended today, once more: hours change from today on at the
// earliest. It goes on where a crash left it.
func (s *Service) recount(ctx context.Context, a recountArgs) error {
	for {
		since := s.db.Now().Add(-24 * time.Hour)
		ids, err := sqldb.All(ctx, s.db, selectRunning, sqldb.Value[ticket.ID], int64(a.Org), int64(a.After), sqldb.Time(since), recountBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.again(ctx, tx, id) }); err != nil {
				return err
			}
			a.After = id
		}
	}
}

var lockTicket = sqldb.Q("sla.lock", `select version from ticket where id = $1 {{for_update}}`)

// again computes a case's clocks from its events and writes them.
func (s *Service) again(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	if _, err := sqldb.One(ctx, tx, lockTicket, sqldb.Value[int64], int64(id)); err != nil {
		return err
	}
	events, err := event.Stream(ctx, tx, ticket.Stream, int64(id))
	if err != nil {
		return err
	}
	p, err := s.prove(ctx, tx, events)
	if err != nil || len(p.Trail.Moments) == 0 {
		return err
	}
	return keep(ctx, tx, &p, true)
}

const jobCatchUp = "sla.catch_up"

type catchUpArgs struct {
	After ticket.ID `json:"after"`
}

var (
	selectUnmeasured = sqldb.Q("sla.unmeasured", `
		select t.id from ticket t where t.active and t.id > $1 and not exists (select 1 from sla_clock c where c.ticket_id = t.id)
		order by t.id limit $2`)
	selectCaughtUp = sqldb.Q("sla.caught_up", `select count(*) from installation where key = 'sla.caught_up'`)
	insertCaughtUp = sqldb.Q("sla.catch_up_wished", `insert into installation (key, value) values ('sla.caught_up', '1') on conflict (key) do nothing`)
)

// CatchUp lets a job, once in an installation's life, start the clocks of cases that were open before clocks were kept.
func (s *Service) CatchUp(ctx context.Context) error {
	done, err := sqldb.One(ctx, s.db, selectCaughtUp, sqldb.Value[int64])
	if err != nil || done > 0 {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if n, err := tx.Exec(ctx, insertCaughtUp); err != nil || n == 0 {
			return err
		}
		return jobs.Enqueue(ctx, tx, jobCatchUp, catchUpArgs{})
	})
}

func (s *Service) catchUp(ctx context.Context, a catchUpArgs) error {
	for {
		ids, err := sqldb.All(ctx, s.db, selectUnmeasured, sqldb.Value[ticket.ID], int64(a.After), recountBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.again(ctx, tx, id) }); err != nil {
				return err
			}
			a.After = id
		}
	}
}
