package notice

import (
	"context"
	"errors"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Load returns a notice that the actor keeps. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Notice, error) {
	return load(ctx, s.db, by, id, "")
}

func load(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID, lock string) (Notice, error) {
	var w sqldb.Where
	condition, args := kept(by).SQL()
	w.And(condition, args...)
	w.And("n.id = ?", int64(id))
	n, err := sqldb.One(ctx, q, sqldb.Q("notice.load", "select "+columns+" from notice n where "+w.SQL()+lock), scan, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return n, errs.Missing()
	}
	if err != nil {
		return n, err
	}
	n.Units, err = unitsOf(ctx, q, id)
	return n, err
}

// Filter says which notices a list shows.
type Filter struct {
	Past   bool      // Ended ones; otherwise drafts and those that run or are to run.
	Ticket ticket.ID // Those of a case.
	Before ID        // The next page: older than this.
	Limit  int
}

// PageSize is how many notices a list shows.
const PageSize = 50

// List returns notices that the actor keeps, newest first; more tells that there are older ones. Units are left out.
func (s *Service) List(ctx context.Context, by authz.Actor, f Filter) (list []Notice, more bool, err error) {
	if f.Limit < 1 || f.Limit > PageSize {
		f.Limit = PageSize
	}
	var w sqldb.Where
	condition, args := kept(by).SQL()
	w.And(condition, args...)
	switch {
	case f.Ticket != 0:
		w.And("n.ticket_id = ?", int64(f.Ticket))
	case f.Past:
		w.And("n.state = 'ended'")
	default:
		w.And("n.state in ('draft', 'published')")
	}
	if f.Before != 0 {
		w.And("n.id < ?", int64(f.Before))
	}
	text := "select " + columns + " from notice n where " + w.SQL() + w.Numbered(" order by n.id desc limit ?", f.Limit+1)
	list, err = sqldb.All(ctx, s.db, sqldb.Q("notice.list", text), scan, w.Args()...)
	if len(list) > f.Limit {
		list, more = list[:f.Limit], true
	}
	return list, more, err
}
