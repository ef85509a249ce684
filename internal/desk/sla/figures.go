package sla

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Tally counts clocks that began in a period and were promised the same.
type Tally struct {
	Clock   Clock          `json:"clock"`
	Channel ticket.Channel `json:"channel"`
	Target  Target         `json:"target"`
	Level   string         `json:"level,omitempty"`
	Met     int64          `json:"met"`
	Missed  int64          `json:"missed"`
	Late    int64          `json:"late"`    // Not ended, and the time is out.
	Running int64          `json:"running"` // Not ended, and not late.
}

// Judged is how many have an outcome: those that ended and those that are late already.
func (t Tally) Judged() int64 { return t.Met + t.Missed + t.Late }

// Breach is a promise that was not kept.
type Breach struct {
	Ticket  ticket.ID `json:"ticket"`
	Service string    `json:"service,omitempty"`
	Clock   Clock     `json:"clock"`
	Started time.Time `json:"started_at"`
	Due     time.Time `json:"due_at"`
	Ended   time.Time `json:"ended_at,omitzero"`
}

// Figures are those of a tertial.
type Figures struct {
	Period   Period   `json:"period"`
	Tallies  []Tally  `json:"tallies"`
	Breaches []Breach `json:"breaches"` // Of what does not work.
	Solved   int64    `json:"solved"`
	ByFirst  int64    `json:"solved_by_user_support"`
	Goal     int      `json:"goal_user_support"` // Percent, as it was decided in the period.
}

// breachesShown bounds the list of breaches; the count is always whole.
const breachesShown = 500

// Figures counts what was promised and kept in a tertial, at the desks whose promises the actor follows. A clock belongs
// to the tertial in which it began, a solved case to the one in which it was solved.
func (s *Service) Figures(ctx context.Context, by authz.Actor, org directory.OrgID, p Period) (Figures, error) {
	f := Figures{Period: p}
	scope := counted(by)
	if scope.Empty() {
		return f, errs.Denied(string(MayFollow))
	}
	var err error
	if f.Tallies, err = s.tallies(ctx, scope, org, p); err != nil {
		return f, err
	}
	if f.Breaches, err = s.breaches(ctx, scope, org, p); err != nil {
		return f, err
	}
	if f.Solved, f.ByFirst, err = s.solved(ctx, scope, org, p); err != nil {
		return f, err
	}
	decided := p.To.Add(-time.Microsecond)
	if now := s.db.Now(); decided.After(now) {
		decided = now
	}
	f.Goal, err = setting.Get[int](ctx, s.db, org, setting.FirstLineShare, decided)
	return f, err
}

func (s *Service) tallies(ctx context.Context, scope authz.Scope, org directory.OrgID, p Period) ([]Tally, error) {
	var w sqldb.Where
	late := w.Numbered("c.state in ('running', 'paused') and c.due_at is not null and c.due_at < ?", sqldb.Time(s.db.Now()))
	condition, args := scope.SQL()
	w.And("c.org_id = ?", int64(org))
	w.And("c.started_at >= ?", sqldb.Time(p.From))
	w.And("c.started_at < ?", sqldb.Time(p.To))
	w.And(condition, args...)
	text := `select c.clock, t.channel, c.target, coalesce(l.name, ''), sum(case when c.state = 'met' then 1 else 0 end), sum(case when c.state = 'missed' then 1 else 0 end),
		sum(case when ` + late + ` then 1 else 0 end), sum(case when c.state in ('running', 'paused') then 1 else 0 end)
		from sla_clock c join ticket t on t.id = c.ticket_id left join sla_level l on l.id = c.level_id
		where c.clock in ('respond', 'update', 'handle', 'remedy', 'resolve') and ` + w.SQL() + `
		group by c.clock, t.channel, c.target, coalesce(l.name, '') order by 1, 2, 3, 4`
	return sqldb.All(ctx, s.db, sqldb.Q("sla.tallies", text), func(r sqldb.Row) (Tally, error) {
		var t Tally
		var target string
		if err := r.Scan(&t.Clock, &t.Channel, &target, &t.Level, &t.Met, &t.Missed, &t.Late, &t.Running); err != nil {
			return t, err
		}
		t.Running -= t.Late
		var err error
		t.Target, err = parseTarget(t.Clock, target)
		return t, err
	}, w.Args()...)
}

func (s *Service) breaches(ctx context.Context, scope authz.Scope, org directory.OrgID, p Period) ([]Breach, error) {
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And("c.org_id = ?", int64(org))
	w.And("c.clock = 'remedy'")
	w.And("c.started_at >= ?", sqldb.Time(p.From))
	w.And("c.started_at < ?", sqldb.Time(p.To))
	w.And("(c.state = 'missed' or c.state in ('running', 'paused') and c.due_at < ?)", sqldb.Time(s.db.Now()))
	w.And(condition, args...)
	text := `select c.ticket_id, coalesce(v.name_sv, ''), c.clock, c.started_at, c.due_at, c.ended_at from sla_clock c join ticket t on t.id = c.ticket_id
		left join service v on v.id = t.service_id where ` + w.SQL() + w.Numbered(" order by c.started_at, c.ticket_id limit ?", breachesShown)
	return sqldb.All(ctx, s.db, sqldb.Q("sla.breaches", text), func(r sqldb.Row) (Breach, error) {
		var b Breach
		return b, r.Scan(&b.Ticket, &b.Service, &b.Clock, sqldb.ScanTime(&b.Started), sqldb.ScanTime(&b.Due), sqldb.ScanTime(&b.Ended))
	}, w.Args()...)
}

// solved counts the cases solved in a period, and those that user support solved: at first contact, or by a group of the
// first line or none, whose cases went no further.
func (s *Service) solved(ctx context.Context, scope authz.Scope, org directory.OrgID, p Period) (all, first int64, err error) {
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And("t.org_id = ?", int64(org))
	w.And("t.resolved_at is not null")
	w.And("t.resolved_at >= ?", sqldb.Time(p.From))
	w.And("t.resolved_at < ?", sqldb.Time(p.To))
	w.And(condition, args...)
	text := `select count(*), coalesce(sum(case when t.first_contact or coalesce(g.line, 1) = 1 then 1 else 0 end), 0)
		from ticket t left join desk_group g on g.id = t.group_id where ` + w.SQL()
	_, err = sqldb.One(ctx, s.db, sqldb.Q("sla.solved", text), func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&all, &first)
	}, w.Args()...)
	return all, first, err
}
