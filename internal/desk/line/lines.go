package line

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostLines bounds the lines of an organisation.
const mostLines = 200

// LinesOf returns an organisation's active lines, ordinary ones first: their facts stand on the contact page, for whoever
// belongs to the organisation or works for it. Errors: errs.NotFound for everybody else.
func (s *Service) LinesOf(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Line, error) {
	if !by.IsSystem() && by.Org != int64(org) && !by.May(MayTake) && !by.May(MayRead) && !by.May(MayConfigure) {
		return nil, errs.Missing()
	}
	return sqldb.All(ctx, s.DB, activeLines, scanLine, int64(org), mostLines)
}

var activeLines = sqldb.Q("line.active", `select `+lineColumns+` from line l where l.org_id = $1 and l.active order by l.priority, l.id limit $2`)

// Lines returns the lines about which the actor decides, of all their organisations. It asks for verb line.configure.
// Errors: errs.Forbidden.
func (s *Service) Lines(ctx context.Context, by authz.Actor) ([]Line, error) {
	return s.lines(ctx, by, MayConfigure)
}

// Counted returns the lines whose figures the actor reads. It asks for verb line.read. Errors: errs.Forbidden.
func (s *Service) Counted(ctx context.Context, by authz.Actor) ([]Line, error) {
	return s.lines(ctx, by, MayRead)
}

func (s *Service) lines(ctx context.Context, by authz.Actor, v authz.Verb) ([]Line, error) {
	if !by.May(v) {
		return nil, errs.Denied(string(v))
	}
	var w sqldb.Where
	condition, args := held(by, v).SQL()
	w.And(condition, args...)
	text := "select " + lineColumns + " from line l where " + w.SQL() + w.Numbered(" order by l.org_id, l.desk_id, l.priority, l.id limit ?", mostLines)
	return sqldb.All(ctx, s.DB, sqldb.Q("line.list", text), scanLine, w.Args()...)
}

// Line returns one line about which the actor decides. Errors: errs.NotFound.
func (s *Service) Line(ctx context.Context, by authz.Actor, id LineID) (Line, error) {
	var w sqldb.Where
	condition, args := held(by, MayConfigure).SQL()
	w.And(condition, args...)
	w.And("l.id = ?", int64(id))
	l, found, err := sqldb.Maybe(ctx, s.DB, sqldb.Q("line.load", "select "+lineColumns+" from line l where "+w.SQL()), scanLine, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return l, err
}
