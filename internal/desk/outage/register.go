package outage

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	maxCause = 2000
	maxUnits = 200
)

// Input is what is said of an outage.
type Input struct {
	Service  service.ID
	From, To time.Time // A zero To lasts still.
	Planned  bool
	Cause    string
	Units    []directory.UnitID // None: everybody who uses the function.
}

func (in *Input) check(now time.Time) error {
	var f errs.Fields
	in.Cause = clean.Text(in.Cause, maxCause)
	if in.Service == 0 {
		f.Add("service", "error.choose")
	}
	if in.From.IsZero() {
		f.Add("from_day", "error.required")
	}
	if !in.To.IsZero() && !in.To.After(in.From) {
		f.Add("to_day", "outage.error.order")
	}
	if in.From.After(now) && !in.Planned {
		f.Add("from_day", "outage.error.future")
	}
	if !in.Planned && in.To.After(now) {
		f.Add("to_day", "outage.error.future")
	}
	if in.Planned && in.From.After(now) && in.To.IsZero() {
		f.Add("to_day", "outage.error.planned_end")
	}
	if !in.From.IsZero() && (in.From.Year() < 2000 || in.From.Year() > 2200) {
		f.Add("from_day", "error.date")
	}
	if in.Cause == "" {
		f.Add("cause", "error.required")
	}
	if len(in.Units) > maxUnits {
		f.Add("units", "outage.error.units", "max", maxUnits)
	}
	return f.Err()
}

// Register takes up an outage. It asks for verb outage.write. When there are now more than promised in the year, the
// desk gets a case, once.
func (s *Service) Register(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (Outage, error) {
	var o Outage
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := may(ctx, tx, by, MayWrite, org); err != nil {
			return err
		}
		if err := s.ready(ctx, tx, org, &in); err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertOutage, int64(org), int64(in.Service), sqldb.Time(in.From), sqldb.Time(in.To), in.Planned, in.Cause,
			sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		o = in.outage(ID(id), org, 1)
		if err := setUnits(ctx, tx, org, o.ID, in.Units); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, by, org, Stream, id, 1, Registered, o); err != nil {
			return err
		}
		return s.alert(ctx, tx, by, &o)
	})
	return o, err
}

// ready checks the input against the organisation.
func (s *Service) ready(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, in *Input) error {
	if err := in.check(tx.Now()); err != nil {
		return err
	}
	n, err := sqldb.One(ctx, tx, countService, sqldb.Value[int64], int64(in.Service), int64(org))
	if err == nil && n == 0 {
		err = wrong("service", "error.choose")
	}
	return err
}

func (in *Input) outage(id ID, org directory.OrgID, version int64) Outage {
	return Outage{ID: id, Org: org, Service: in.Service, From: in.From, To: in.To, Planned: in.Planned, Cause: in.Cause, Units: in.Units, Version: version}
}

// Change corrects an outage, or tells when it ended. Errors: Conflict when version is not the one that counts.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, in Input) (Outage, error) {
	var o Outage
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		was, err := s.find(ctx, tx, by, MayWrite, id)
		if err != nil {
			return err
		}
		if err := s.ready(ctx, tx, was.Org, &in); err != nil {
			return err
		}
		if err := update(ctx, tx, id, version, &in, was.Void); err != nil {
			return err
		}
		if err := setUnits(ctx, tx, was.Org, id, in.Units); err != nil {
			return err
		}
		o = in.outage(id, was.Org, version+1)
		o.Void = was.Void
		if err := s.tell(ctx, tx, by, o.Org, Stream, int64(id), o.Version, Changed, o); err != nil {
			return err
		}
		return s.alert(ctx, tx, by, &o)
	})
	return o, err
}

// End tells that an outage is over now.
func (s *Service) End(ctx context.Context, by authz.Actor, id ID, version int64) (Outage, error) {
	o, err := s.Get(ctx, by, id)
	if err != nil {
		return o, err
	}
	in := Input{Service: o.Service, From: o.From, To: s.DB.Now(), Planned: o.Planned, Cause: o.Cause, Units: o.Units}
	return s.Change(ctx, by, id, version, in)
}

// Void says that an outage was none: it counts no more, and stays with the reason.
func (s *Service) Void(ctx context.Context, by authz.Actor, id ID, version int64, reason string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		o, err := s.find(ctx, tx, by, MayWrite, id)
		if err != nil {
			return err
		}
		if o.Void = clean.Text(reason, maxCause); o.Void == "" {
			return wrong("void", "error.required")
		}
		in := Input{Service: o.Service, From: o.From, To: o.To, Planned: o.Planned, Cause: o.Cause}
		if err := update(ctx, tx, id, version, &in, o.Void); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, o.Org, Stream, int64(id), version+1, Voided, o)
	})
}

func update(ctx context.Context, tx *sqldb.Tx, id ID, version int64, in *Input, void string) error {
	n, err := tx.Exec(ctx, updateOutage, int64(id), version, int64(in.Service), sqldb.Time(in.From), sqldb.Time(in.To), in.Planned, in.Cause, void)
	if err == nil && n == 0 {
		err = errs.E(errs.Conflict, "outage.error.conflict")
	}
	return err
}

// find reads an outage that the actor may see, and asks for the verb. Errors: NotFound, Forbidden.
func (s *Service) find(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id ID) (Outage, error) {
	list, err := read(ctx, q, within(by, MayRead), 1, "o.id = ?", int64(id))
	if err != nil {
		return Outage{}, err
	}
	if len(list) == 0 {
		return Outage{}, errs.Missing()
	}
	return list[0], may(ctx, q, by, verb, list[0].Org)
}

var countService = sqldb.Q("outage.service", `select count(*) from service where id = $1 and org_id = $2`)
