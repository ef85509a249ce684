package delegation

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Way is a way to go on with a case that cannot be solved remotely.
type Way struct {
	ID     int64 // 0 for the product's own, until the organisation changes the list.
	Code   string
	What   string // WayLocal, WayVisit or WayOther.
	Sv, En string // "" for the product's own: their names are texts.
	Active bool
}

// What happens on each way.
const (
	WayLocal = "local" // Local IT support gets the case.
	WayVisit = "visit" // Own staff go there.
	WayOther = "other"
)

// usualWays are there for an organisation that has made no list.
func usualWays() []Way {
	return []Way{
		{Code: "local", What: WayLocal, Active: true}, {Code: "visit", What: WayVisit, Active: true},
	}
}

var (
	selectWays = sqldb.Q("remote_way.list", `select id, code, what, name_sv, name_en, active from remote_way where org_id = $1 order by pos, id`)
	insertWay  = sqldb.Q("remote_way.insert", `
		insert into remote_way (org_id, code, what, name_sv, name_en, pos) values ($1, $2, $3, $4, $5, $6) returning id`)
	selectCaller = sqldb.Q("delegation.caller", `select category from person where id = $1`)
)

// Ways returns an organisation's ways.
func (s *Service) Ways(ctx context.Context, org directory.OrgID) ([]Way, error) {
	return waysOf(ctx, s.d.DB, org)
}

func waysOf(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Way, error) {
	list, err := sqldb.All(ctx, q, selectWays, func(r sqldb.Row) (Way, error) {
		var y Way
		return y, r.Scan(&y.ID, &y.Code, &y.What, &y.Sv, &y.En, &y.Active)
	}, int64(org))
	if err == nil && len(list) == 0 {
		list = usualWays()
	}
	return list, err
}

// AddWay extends an organisation's list. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) AddWay(ctx context.Context, by authz.Actor, org directory.OrgID, in Way) error {
	if !by.MayIn(ticket.MayConfigure, authz.Organisation, int64(org)) && !by.Has(ticket.MayConfigure, authz.Desk) {
		return errs.Denied(string(ticket.MayConfigure))
	}
	in.Sv, in.En = clean.Line(in.Sv, 100), clean.Line(in.En, 100)
	var f errs.Fields
	if clean.Blank(in.Sv) {
		f.Add("name_sv", "error.required")
	}
	if !slices.Contains([]string{WayLocal, WayVisit, WayOther}, in.What) {
		f.Add("what", "error.choose")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := waysOf(ctx, tx, org)
		if err != nil {
			return err
		}
		for i, y := range list {
			if y.Sv != "" && strings.EqualFold(y.Sv, in.Sv) {
				f.Add("name_sv", "delegation.error.way_there")
				return f.Err()
			}
			if y.ID == 0 {
				if err := insertWayIn(ctx, tx, org, y, i); err != nil {
					return err
				}
			}
		}
		in.Code = "way" + ID(len(list)+1).String()
		return insertWayIn(ctx, tx, org, in, len(list))
	})
}

func insertWayIn(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, y Way, pos int) error {
	_, err := tx.Insert(ctx, insertWay, int64(org), y.Code, y.What, y.Sv, y.En, pos)
	return err
}

// RemoteInput says how a case goes on that cannot be solved remotely.
type RemoteInput struct {
	Way  string      // The way's code.
	Text string      // What was tried, what is asked of whoever goes on.
	To   supplier.ID // Which Local IT support, on that way.
}

// CannotRemote notes that a case cannot be solved remotely and lets it go on in one of the ways. A pupil's or guardian's
// case waits for an instruction from Local IT support first, where there is one. Errors: errs.Invalid without a way,
// errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) CannotRemote(ctx context.Context, by authz.Actor, id ticket.ID, in RemoteInput) error {
	return s.errand(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
		ways, err := waysOf(ctx, tx, t.Org)
		if err != nil {
			return err
		}
		var f errs.Fields
		i := slices.IndexFunc(ways, func(y Way) bool { return y.Code == in.Way && y.Active })
		if i < 0 {
			f.Add("way", "delegation.error.way")
			return f.Err()
		}
		way := ways[i]
		learner, err := s.learner(ctx, tx, t)
		if err != nil {
			return err
		}
		if err := insertErrandIn(ctx, tx, by, t, Errand{What: NotRemote, Text: in.Text}, way.ID); err != nil {
			return err
		}
		if _, err := s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventNotRemote, func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.Internal, p.Comment = &ticket.Handover{What: way.What, Name: way.Sv}, true, clean.Line(in.Text, maxReason)
			return nil
		}); err != nil {
			return err
		}
		switch {
		case learner:
			return s.ask(ctx, tx, by, t, Errand{What: Instruction, Text: in.Text})
		case way.What == WayLocal:
			_, err := s.DelegateIn(ctx, tx, by, id, Input{To: in.To, Task: in.Text, Reason: clean.Line(in.Text, maxReason)})
			return err
		}
		return nil
	})
}

// learner reports whether a case is a pupil's or guardian's in an organisation with Local IT support.
func (s *Service) learner(ctx context.Context, q sqldb.Querier, t *ticket.Ticket) (bool, error) {
	if t.Requester == 0 {
		return false, nil
	}
	category, _, err := sqldb.Maybe(ctx, q, selectCaller, sqldb.Value[string], int64(t.Requester))
	if err != nil || category != string(directory.Pupil) && category != string(directory.Guardian) {
		return false, err
	}
	return setting.Get[bool](ctx, q, t.Org, setting.LocalSupport, q.Now())
}

// BookVisit gives a visit its day. To where pupils are nobody goes before Local IT support has said yes, where the
// organisation has decided so. Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) BookVisit(ctx context.Context, by authz.Actor, id ticket.ID, day, text string) error {
	return s.errand(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
		var f errs.Fields
		if _, err := time.Parse(time.DateOnly, day); err != nil || day < tx.Now().In(clock.Stockholm()).Format(time.DateOnly) {
			f.Add("visit_on", "delegation.error.visit_day")
			return f.Err()
		}
		learner, err := s.learner(ctx, tx, t)
		if err != nil {
			return err
		}
		rule, err := setting.Get[string](ctx, tx, t.Org, setting.VisitApproval, tx.Now())
		if err != nil {
			return err
		}
		if learner && rule == setting.VisitByLocal {
			granted, err := grantedVisit(ctx, tx, t.ID)
			if err != nil {
				return err
			}
			if !granted {
				return errs.E(errs.Conflict, "delegation.error.visit_approval")
			}
		}
		if err := insertErrandIn(ctx, tx, by, t, Errand{What: Booked, Text: text, VisitOn: day}, 0); err != nil {
			return err
		}
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventErrandDecided, func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.Internal, p.Comment = &ticket.Handover{What: string(Booked)}, true, day+" "+clean.Line(text, maxReason)
			return nil
		})
		return err
	})
}

func grantedVisit(ctx context.Context, q sqldb.Querier, id ticket.ID) (bool, error) {
	list, err := sqldb.All(ctx, q, selectErrands, scanErrand, int64(id))
	granted := false
	for _, e := range list {
		if e.What == Visit && e.Granted != nil {
			granted = *e.Granted
		}
	}
	return granted, err
}
