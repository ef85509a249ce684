package alarm

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Filter narrows a list of alarms.
type Filter struct {
	Source SourceID
	Past   bool // Those that have ceased, newest first.
	Worst  int  // Only this bad or worse; 0: all.
	Before time.Time
	Limit  int
}

// PageSize is how many alarms a page lists.
const PageSize = 100

const selectListed = `select ` + alarmColumns + `, s.name, coalesce(t.title, '') from alarm a join alarm_source s on s.id = a.source_id
	left join ticket t on t.id = a.ticket_id where `

func scanListed(r sqldb.Row) (Alarm, error) {
	var a Alarm
	var labels string
	err := r.Scan(append(a.targets(&labels), &a.SourceName, &a.TicketTitle)...)
	if err == nil {
		err = a.read(labels)
	}
	return a, err
}

// List returns what fires now, the worst first, or what has ceased, of the desks at which the actor holds alarm.read.
// More tells that there are others.
func (s *Service) List(ctx context.Context, by authz.Actor, f Filter) (list []Alarm, more bool, err error) {
	scope := within(by, MayRead)
	if scope.Empty() {
		return nil, false, errs.Denied(string(MayRead))
	}
	var w sqldb.Where
	text, args := scope.For("a").SQL()
	w.And(text, args...)
	state, order := "firing", " order by a.severity, a.id desc"
	if f.Past {
		state, order = "resolved", " order by a.last_at desc, a.id desc"
	}
	w.And("a.state = ?", state)
	if f.Source != 0 {
		w.And("a.source_id = ?", int64(f.Source))
	}
	if f.Worst != 0 {
		w.And("a.severity <= ?", f.Worst)
	}
	if !f.Before.IsZero() {
		w.And("a.last_at < ?", sqldb.Time(f.Before))
	}
	limit := f.Limit
	if limit <= 0 || limit > PageSize {
		limit = PageSize
	}
	query := selectListed + w.SQL() + w.Numbered(order+" limit ?", limit+1)
	list, err = sqldb.All(ctx, s.DB, sqldb.Q("alarm.list", query), scanListed, w.Args()...)
	if len(list) > limit {
		list, more = list[:limit], true
	}
	return list, more, err
}

// find is an alarm that the actor may do something to. Errors: errs.NotFound, errs.Forbidden.
func (s *Service) find(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id ID) (Alarm, error) {
	var w sqldb.Where
	text, args := within(by, MayRead).For("a").SQL()
	w.And(text, args...)
	w.And("a.id = ?", int64(id))
	a, found, err := sqldb.Maybe(ctx, q, sqldb.Q("alarm.one", selectListed+w.SQL()), scanListed, w.Args()...)
	switch {
	case err != nil:
		return a, err
	case !found:
		return a, errs.Missing()
	case !mayAt(by, verb, a.Org, a.Desk):
		return a, errs.Denied(string(verb))
	}
	return a, nil
}

// Get returns an alarm. Errors: errs.NotFound.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID) (Alarm, error) {
	return s.find(ctx, s.DB, by, MayRead, id)
}

// Change is one line of an alarm's history.
type Change struct {
	At         time.Time
	What, Text string
}

var selectChanges = sqldb.Q("alarm.changes", `select at, what, text from alarm_change where alarm_id = $1 order by id desc limit 200`)

// History returns what happened to an alarm, newest first. The caller has loaded it.
func (s *Service) History(ctx context.Context, a *Alarm) ([]Change, error) {
	return sqldb.All(ctx, s.DB, selectChanges, func(r sqldb.Row) (Change, error) {
		var c Change
		return c, r.Scan(sqldb.ScanTime(&c.At), &c.What, &c.Text)
	}, int64(a.ID))
}

// SilencesOf returns the silences that hold an alarm now. The caller has loaded it.
func (s *Service) SilencesOf(ctx context.Context, a *Alarm) ([]Silence, error) {
	list, err := sqldb.All(ctx, s.DB, silencesNow, scanSilence, int64(a.Source), sqldb.Time(s.DB.Now()))
	var out []Silence
	for _, h := range list {
		if h.Alarm == 0 || h.Alarm == a.ID {
			out = append(out, h)
		}
	}
	return out, err
}

// OnTicket is what a case's page shows of the alarms behind it.
type OnTicket struct {
	Alarms      []Alarm // Those that fire first, at most so many.
	All, Firing int
}

// The sums ride on each row, so that a page asks once.
var selectOnTicket = sqldb.Q("alarm.on_ticket", `
	select `+alarmColumns+`, s.name, '', count(*) over (), coalesce(sum(case when a.state = 'firing' then 1 else 0 end) over (), 0)
	from alarm a join alarm_source s on s.id = a.source_id where a.ticket_id = $1 order by a.state, a.severity, a.id limit 20`)

// Of returns the alarms behind a case that the caller has loaded, in one statement.
func (s *Service) Of(ctx context.Context, t *ticket.Ticket) (OnTicket, error) {
	var out OnTicket
	err := sqldb.Each(ctx, s.DB, selectOnTicket, func(r sqldb.Row) error {
		var a Alarm
		var labels string
		if err := r.Scan(append(a.targets(&labels), &a.SourceName, &a.TicketTitle, &out.All, &out.Firing)...); err != nil {
			return err
		}
		err := a.read(labels)
		out.Alarms = append(out.Alarms, a)
		return err
	}, int64(t.ID))
	return out, err
}

// Desks are the desks at which the actor holds a verb, by number.
func (s *Service) Desks(ctx context.Context, by authz.Actor, verb authz.Verb) ([]directory.DeskID, error) {
	scope := within(by, verb)
	if scope.Empty() {
		return nil, errs.Denied(string(verb))
	}
	var w sqldb.Where
	text, args := scope.For("d").SQL()
	w.And(text, args...)
	return sqldb.All(ctx, s.DB, sqldb.Q("alarm.desks", `select d.desk_id from (select id as desk_id, org_id, active from desk) d where d.active and `+w.SQL()+` order by d.desk_id limit 200`),
		sqldb.Value[directory.DeskID], w.Args()...)
}
