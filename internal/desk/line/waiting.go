package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostWaiting bounds what a screen shows: who waits beyond is counted and not listed.
const mostWaiting = 100

// WaitingOf returns who waits at a desk: higher priority first, then the longest waiting. It asks for verb line.take.
// Errors: errs.Forbidden.
func (s *Service) WaitingOf(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Contact, error) {
	if !by.May(MayTake) {
		return nil, errs.Denied(string(MayTake))
	}
	var w sqldb.Where
	condition, args := taken(by).SQL()
	w.And("l.desk_id = ? and l.state = 'waiting'", int64(desk))
	w.And(condition, args...)
	text := "select " + shownColumns + shownFrom + "where " + w.SQL() + w.Numbered(" order by l.priority desc, l.came_at, l.id limit ?", mostWaiting)
	return sqldb.All(ctx, s.DB, sqldb.Q("line.waiting", text), scanShown, w.Args()...)
}

// Place tells who waits for an answer how many go before them, counting themselves, and how long they must expect to
// wait. It asks no rights: the caller is who waits, or speaks for them. Place 0: nobody waits there any longer.
func (s *Service) Place(ctx context.Context, q sqldb.Querier, id ContactID) (place int, wait time.Duration, err error) {
	c, found, err := sqldb.Maybe(ctx, q, contactSeen, scanContact, int64(id))
	if err != nil || !found || c.State != Waiting {
		return 0, 0, err
	}
	n, err := sqldb.One(ctx, q, aheadOf, sqldb.Value[int64], int64(c.Desk), c.Priority, sqldb.Time(c.Came), int64(c.ID), string(c.Channel))
	if err != nil {
		return 0, 0, err
	}
	handling, agents, err := s.pace(ctx, q, c.Desk, c.Line, c.Group)
	return int(n) + 1, expected(int(n)+1, handling, agents), err
}

var (
	contactSeen = sqldb.Q("line.contact_seen", `select `+contactColumns+` from contact l where l.id = $1`)
	aheadOf     = sqldb.Q("line.ahead", `
		select count(*) from contact l where l.desk_id = $1 and l.state = 'waiting' and l.channel = $5
			and (l.priority > $2 or l.priority = $2 and (l.came_at < $3 or l.came_at = $3 and l.id < $4))`)
)
