package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Figure is the contacts of one line, category and service time, in the hours asked for.
type Figure struct {
	Line     LineID
	Channel  ticket.Channel
	Category directory.Category
	Open     bool      // Within service hours.
	Hour     time.Time // Only where hours were asked for.
	Tally
}

// longest is the longest time that figures are asked of at once.
const longest = 800 * 24 * time.Hour

// Figures counts contacts that came from an instant until before another, by line, category and service time: those that
// were seen one by one, and those that a telephone system has counted. It asks for verb line.read.
// Errors: errs.Forbidden, errs.Invalid for a time without an end.
func (s *Service) Figures(ctx context.Context, by authz.Actor, from, to time.Time) ([]Figure, error) {
	return s.figures(ctx, by, from, to, false)
}

// Hours is Figures by the hour, for a month at most.
func (s *Service) Hours(ctx context.Context, by authz.Actor, from, to time.Time) ([]Figure, error) {
	if to.Sub(from) > 32*24*time.Hour {
		return nil, errs.E(errs.Invalid, "line.error.period")
	}
	return s.figures(ctx, by, from, to, true)
}

func (s *Service) figures(ctx context.Context, by authz.Actor, from, to time.Time, hourly bool) ([]Figure, error) {
	if !by.May(MayRead) {
		return nil, errs.Denied(string(MayRead))
	}
	if !from.Before(to) || to.Sub(from) > longest {
		return nil, errs.E(errs.Invalid, "line.error.period")
	}
	stmt, args := figuresStatement(held(by, MayRead), from, to, hourly)
	return sqldb.All(ctx, s.DB, stmt, scanFigure, args...)
}

func figuresStatement(seen authz.Scope, from, to time.Time, hourly bool) (sqldb.Stmt, []any) {
	var w sqldb.Where
	hour, hours := "cast(null as bigint)", ""
	if hourly {
		hour, hours = "f.hour_at", ", f.hour_at"
	}
	condition, args := seen.SQL()
	counted := w.Numbered(`select h.line_id, l.channel, h.hour_at, h.category, h.open, h.offered, h.answered, h.abandoned, h.other, h.timely, h.waited,
			h.given_up, h.rated, h.score
		from line l join contact_hour h on h.line_id = l.id and h.hour_at >= ? and h.hour_at < ? where `, sqldb.Time(from), sqldb.Time(to)) +
		w.Numbered(condition, args...)
	imported := w.Numbered(`select i.line_id, l.channel, i.starts_at - i.starts_at % 3600000000, i.category, i.open, i.offered, i.answered, i.abandoned,
			i.offered - i.answered - i.abandoned, i.timely, i.waited, 0, 0, 0
		from line l join line_interval i on i.line_id = l.id and i.starts_at >= ? and i.starts_at < ? where `, sqldb.Time(from), sqldb.Time(to)) +
		w.Numbered(condition, args...)
	return sqldb.Q("line.figures", `
		select f.line_id, f.channel, f.category, f.open, `+hour+`, cast(sum(f.offered) as bigint), cast(sum(f.answered) as bigint),
			cast(sum(f.abandoned) as bigint), cast(sum(f.other) as bigint), cast(sum(f.timely) as bigint), cast(sum(f.waited) as bigint),
			cast(sum(f.given_up) as bigint), cast(sum(f.rated) as bigint), cast(sum(f.score) as bigint)
		from (`+counted+` union all `+imported+`) f
		group by f.line_id, f.channel, f.category, f.open`+hours+` order by f.line_id, f.category, f.open desc`+hours), w.Args()
}

func scanFigure(r sqldb.Row) (Figure, error) {
	var f Figure
	var waited, givenUp int64
	err := r.Scan(&f.Line, &f.Channel, &f.Category, &f.Open, sqldb.ScanTime(&f.Hour), &f.Offered, &f.Answered, &f.Abandoned, &f.Other, &f.Timely,
		&waited, &givenUp, &f.Rated, &f.Score)
	f.Waited, f.GivenUp = time.Duration(waited)*time.Microsecond, time.Duration(givenUp)*time.Microsecond
	return f, err
}
