package model

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectAll = sqldb.Q("model.all", `select `+modelColumns+` where m.org_id = $1 and (m.in_range or $3 <> '') order by m.sort_key, m.id limit $4`)
	selectOne = sqldb.Q("model.one", `select `+modelColumns+` where m.id = $1 and $2 = 0`)

	selectDecisions = sqldb.Q("model.decisions", `
		select d.model_id, m.maker || ' ' || m.name, d.in_range, d.forum, d.held_on, d.reference, d.note, d.at, case when p.protected then '' else coalesce(p.given_name || ' ' || p.family_name, '') end
		from range_decision d join device_model m on m.id = d.model_id left join person p on p.id = d.person_id
		where d.org_id = $1 and ($2 = 0 or d.model_id = $2) order by d.id desc limit $3`)
	selectExceptions = sqldb.Q("model.exceptions", `select life, why, decided, at from model_exception where model_id = $1 order by id desc limit $2`)
)

// Range returns the models in the range of an organisation that a unit may order today, the best first.
// Errors: errs.Forbidden.
func (s *Service) Range(ctx context.Context, by authz.Actor, org directory.OrgID, unit directory.UnitID, kinds ...Kind) ([]Model, error) {
	if !mayRead(by, org) {
		return nil, errs.Denied(string(MayRead))
	}
	return Orderable(ctx, s.d.DB, Want{Org: org, Unit: unit, Kinds: kinds, At: s.d.DB.Now()})
}

// All returns every model of an organisation, in the range or not, the best first. Errors: errs.Forbidden.
func (s *Service) All(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Model, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	list, err := sqldb.All(ctx, s.d.DB, selectAll, scanModel, int64(org), int64(0), "all", most)
	if err != nil {
		return nil, err
	}
	return list, price(ctx, s.d.DB, list, day(s.d.DB.Now()))
}

// Card is a model with its history.
type Card struct {
	Model
	Decisions  []Decision
	Exceptions []Exception
}

// Load returns a model with its history, for those who keep the range. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Card, error) {
	var c Card
	m, err := loadForWrite(ctx, s.d.DB, by, id)
	if err != nil {
		return c, err
	}
	list := []Model{m}
	if err := price(ctx, s.d.DB, list, day(s.d.DB.Now())); err != nil {
		return c, err
	}
	c.Model = list[0]
	if c.Decisions, err = sqldb.All(ctx, s.d.DB, selectDecisions, scanDecision, int64(m.Org), int64(id), most); err != nil {
		return c, err
	}
	c.Exceptions, err = sqldb.All(ctx, s.d.DB, selectExceptions, func(r sqldb.Row) (Exception, error) {
		var e Exception
		return e, r.Scan(&e.Life, &e.Why, &e.Decided, sqldb.ScanTime(&e.At))
	}, int64(id), most)
	return c, err
}

// Decisions returns what forums have decided about an organisation's range, the newest first. Errors: errs.Forbidden.
func (s *Service) Decisions(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Decision, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	return sqldb.All(ctx, s.d.DB, selectDecisions, scanDecision, int64(org), int64(0), 50)
}

func scanDecision(r sqldb.Row) (Decision, error) {
	var d Decision
	return d, r.Scan(&d.Model, &d.Title, &d.InRange, &d.Forum, &d.HeldOn, &d.Reference, &d.Note, sqldb.ScanTime(&d.At), &d.Who)
}

// loadForWrite returns a model of an organisation whose range the actor keeps. Errors: errs.NotFound.
func loadForWrite(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Model, error) {
	m, found, err := sqldb.Maybe(ctx, q, selectOne, scanModel, int64(id), int64(0))
	if err == nil && (!found || !mayWrite(by, m.Org)) {
		err = errs.Missing()
	}
	return m, err
}
