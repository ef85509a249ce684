package common

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Major is a major incident: a common ticket that somebody leads through the hour.
type Major struct {
	Ticket     ticket.ID
	Lead       directory.PersonID
	LeadName   string // "" when the reader may not know it.
	WordDue    time.Time
	DeclaredAt time.Time
	EndedAt    time.Time
	Public     string // What the contact centre may pass on to residents.
	Version    int64
}

// Running reports whether the major incident goes on.
func (m *Major) Running() bool { return m != nil && m.EndedAt.IsZero() }

// checklist are the first things to see to, by the keys of their texts: what any desk does in such an hour.
var checklist = []string{"lead", "scope", "notice", "supplier", "word", "workaround", "restored", "thanks"}

// firstWord is how soon those concerned are to hear more after a major incident was declared.
const firstWord = 30 * time.Minute

var (
	insertMajor = sqldb.Q("major.insert", `
		insert into major (ticket_id, org_id, desk_id, lead_id, word_due, declared_by, declared_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (ticket_id) do update set lead_id = excluded.lead_id, word_due = excluded.word_due, ended_by = null, ended_at = null,
			version = major.version + 1 where major.ended_at is not null`)
	updateMajor = sqldb.Q("major.update", `
		update major set lead_id = $1, word_due = $2, ended_by = $3, ended_at = $4, version = version + 1 where ticket_id = $5 and version = $6`)
	insertCheck = sqldb.Q("major.check_insert", `
		insert into major_check (ticket_id, pos, key, text) select cast($1 as bigint), coalesce(max(c.pos), 0) + 1, cast($2 as text), cast($3 as text) from major_check c where c.ticket_id = $1`)
	countChecks = sqldb.Q("major.checks_count", `select count(*) from major_check where ticket_id = $1`)
)

// Declare makes a case a major incident: it gets the first priority, a leader, a checklist and a log. One that has ended
// goes on. Errors: errs.NotFound, errs.Forbidden, errs.Conflict when it is one already, or the case has ended.
func (s *Service) Declare(ctx context.Context, by authz.Actor, id ticket.ID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := s.declarable(ctx, tx, by, id)
		if err != nil {
			return err
		}
		now := tx.Now()
		n, err := tx.Exec(ctx, insertMajor, int64(id), int64(t.Org), int64(t.Desk), sqldb.ID(by.Person), sqldb.Time(now.Add(firstWord)), sqldb.ID(by.Person), sqldb.Time(now))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "common.error.major_already")
		}
		if err := s.first(ctx, tx, by, &t); err != nil {
			return err
		}
		have, err := sqldb.One(ctx, tx, countChecks, sqldb.Value[int64], int64(id))
		for i := 0; err == nil && have == 0 && i < len(checklist); i++ {
			_, err = tx.Exec(ctx, insertCheck, int64(id), checklist[i], "")
		}
		if err != nil {
			return err
		}
		return s.noteIn(ctx, tx, by, id, "declared", "", false)
	})
}

// first gives a major incident the first priority.
func (s *Service) first(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket) error {
	matrix, err := setting.Get[[][]int](ctx, tx, t.Org, setting.PriorityMatrix, tx.Now())
	if err != nil {
		return err
	}
	impact, urgency, priority := nearest(matrix, t.Impact, t.Urgency, 1)
	_, err = s.ticket.StepIn(ctx, tx, by, t.ID, ticket.EventChanged, func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		t.Impact, t.Urgency, t.Priority, p.How = impact, urgency, priority, "major"
		return nil
	})
	return err
}

func (s *Service) declarable(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) (ticket.Ticket, error) {
	t, err := s.worked(ctx, tx, by, id)
	switch {
	case err != nil:
		return t, err
	case !mayDeclare(by, &t):
		return t, errs.Denied(string(MayDeclare))
	case t.State.Ended():
		return t, errs.E(errs.Conflict, "ticket.error.ended")
	}
	return t, nil
}

// MayLead reports whether the actor may declare, lead and end a major incident of a case that they see.
func (s *Service) MayLead(by authz.Actor, t *ticket.Ticket) bool {
	return mayDeclare(by, t) && s.ticket.Can(by, ticket.MayWork, t)
}

// Lead names who leads. The person is one of the desk's agents: the case is handed to them too.
func (s *Service) Lead(ctx context.Context, by authz.Actor, id ticket.ID, to directory.PersonID) error {
	return s.change(ctx, by, id, "lead", "", func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, m *Major) error {
		m.Lead = to
		if t.Assignee == to {
			return nil
		}
		_, err := s.ticket.In(tx).Assign(ctx, by, id, ticket.AssignInput{Group: t.Group, Assignee: to})
		return err
	})
}

// NextWord promises when those concerned hear more.
func (s *Service) NextWord(ctx context.Context, by authz.Actor, id ticket.ID, at time.Time) error {
	var f errs.Fields
	if at.IsZero() || !at.After(s.db.Now()) {
		f.Add("word_due", "common.error.word_past")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, by, id, "word", at.UTC().Format(time.RFC3339), func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, m *Major) error {
		m.WordDue = at.UTC()
		return nil
	})
}

// EndMajor ends the major incident; the case itself goes on as it stands. What was learnt stays in the log.
func (s *Service) EndMajor(ctx context.Context, by authz.Actor, id ticket.ID, learnt string) error {
	return s.change(ctx, by, id, "ended", clean.Text(learnt, maxLog), func(_ context.Context, tx *sqldb.Tx, _ *ticket.Ticket, m *Major) error {
		m.EndedAt, m.WordDue = tx.Now(), time.Time{}
		return nil
	})
}

// change does something to a running major incident, and notes it in its log.
func (s *Service) change(ctx context.Context, by authz.Actor, id ticket.ID, what, text string, fn func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, m *Major) error) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := s.ticket.In(tx).Load(ctx, by, id)
		if err == nil && !s.MayLead(by, &t) {
			err = errs.Denied(string(MayDeclare))
		}
		if err != nil {
			return err
		}
		m, err := loadMajor(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if !m.Running() {
			return errs.E(errs.Conflict, "common.error.major_over")
		}
		if err := fn(ctx, tx, &t, &m); err != nil {
			return err
		}
		var ender any
		if !m.EndedAt.IsZero() {
			ender = sqldb.ID(by.Person)
		}
		n, err := tx.Exec(ctx, updateMajor, sqldb.ID(m.Lead), sqldb.Time(m.WordDue), ender, sqldb.Time(m.EndedAt), int64(id), m.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "common.error.changed")
		}
		return s.noteIn(ctx, tx, by, id, what, text, false)
	})
}

// loadMajor reads a major incident of a case that the caller has found the actor to see.
func loadMajor(ctx context.Context, q sqldb.Querier, by authz.Actor, id ticket.ID) (Major, error) {
	var w sqldb.Where
	named, args := directory.NamesSeen(by).For("p").SQL()
	name := w.Numbered("case when "+named+" then p.given_name || ' ' || p.family_name else '' end", args...)
	text := `select m.ticket_id, m.lead_id, ` + name + `, m.word_due, m.declared_at, m.ended_at, m.version,
		coalesce((select w.words from major_word w where w.ticket_id = m.ticket_id), '') from major m left join person p on p.id = m.lead_id
		where ` + w.Numbered("m.ticket_id = ?", int64(id))
	m, err := sqldb.One(ctx, q, sqldb.Q("major.load", text), func(r sqldb.Row) (Major, error) {
		var m Major
		return m, r.Scan(&m.Ticket, sqldb.ScanID(&m.Lead), sqldb.ScanText(&m.LeadName), sqldb.ScanTime(&m.WordDue), sqldb.ScanTime(&m.DeclaredAt),
			sqldb.ScanTime(&m.EndedAt), &m.Version, &m.Public)
	}, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return m, errs.Missing()
	}
	return m, err
}
