package directory

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// What follows is for files and registers that bring many people and units at once, inside a transaction of theirs.
// Whether it may be done has been decided there; what is valid is decided here, as for everybody.

// TakeUp is AddPerson. A protected person is so from the first instant.
func (s *Service) TakeUp(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org OrgID, in PersonInput, protected bool) (Person, error) {
	if err := in.Check().Err(); err != nil {
		return Person{}, err
	}
	p, err := s.createPerson(ctx, tx, by, in.apply(Person{Org: org, Protected: protected}))
	if err != nil || !protected {
		return p, err
	}
	return p, audit.Write(ctx, tx, by, audit.Entry{Org: int64(org), What: audit.PersonProtect, Subject: "person", SubjectID: int64(p.ID)}, nil)
}

// Amend is ChangePerson, ReturnPerson and EndPerson: it writes over the state that was read, or fails with Conflict.
// Protected identity is left as it is.
func (s *Service) Amend(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Person, in PersonInput, active bool) (Person, error) {
	if err := in.Check().Err(); err != nil {
		return Person{}, err
	}
	after := in.apply(before)
	after.Active = active
	eventType := PersonChanged
	switch {
	case len(Differences(before, after)) == 0:
		return before, nil
	case before.Active && !active:
		eventType = PersonEnded
	case !before.Active && active:
		eventType = PersonReturned
	}
	return s.savePerson(ctx, tx, by, before, after, eventType)
}

// Mark is Protect and Unprotect.
func (s *Service) Mark(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Person, protected bool) (Person, error) {
	if before.Protected == protected {
		return before, nil
	}
	return s.switchProtected(ctx, tx, by, before, protected)
}

// Registered calls fn for every person of an organisation that came from a register, protected and ended ones too.
func Registered(ctx context.Context, q sqldb.Querier, org OrgID, fn func(Person) error) error {
	return sqldb.Each(ctx, q, registered, func(r sqldb.Row) error {
		p, err := scanPerson(r)
		if err != nil {
			return err
		}
		return fn(p)
	}, int64(org))
}

// Logins calls fn for every login of the installation.
func Logins(ctx context.Context, q sqldb.Querier, fn func(login string, id PersonID) error) error {
	return sqldb.Each(ctx, q, allLogins, func(r sqldb.Row) error {
		var login string
		var id PersonID
		if err := r.Scan(&login, &id); err != nil {
			return err
		}
		return fn(login, id)
	})
}

// TakeUpUnit is AddUnit.
func (s *Service) TakeUpUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org OrgID, in UnitInput) (Unit, error) {
	if err := in.Check().Err(); err != nil {
		return Unit{}, err
	}
	return s.createUnit(ctx, tx, by, org, in)
}

// AmendUnit is ChangeUnit and MoveUnit: it writes over the state that was read, or fails with Conflict.
func (s *Service) AmendUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Unit, in UnitInput, active bool) (Unit, error) {
	if err := in.Check().Err(); err != nil {
		return Unit{}, err
	}
	u := before
	u.ExternalID, u.Name, u.Authority, u.Site, u.CostCentre, u.Active = in.ExternalID, in.Name, in.Authority, in.Site, in.CostCentre, active
	u, err := s.saveUnit(ctx, tx, by, before, u, UnitChanged)
	if err != nil {
		return Unit{}, err
	}
	if fresh, err := sqldb.One(ctx, tx, unitByID, scanUnit, int64(u.ID)); err != nil {
		return Unit{}, err
	} else if u = fresh; u.Parent == in.Parent {
		return u, nil
	}
	return s.moveUnit(ctx, tx, by, u, in.Parent)
}

// AllUnits lists every unit of an organisation, ended ones too.
func AllUnits(ctx context.Context, q sqldb.Querier, org OrgID) ([]Unit, error) {
	return sqldb.All(ctx, q, allUnits, scanUnit, int64(org))
}

// TakeUpSite is AddSite.
func (s *Service) TakeUpSite(ctx context.Context, tx *sqldb.Tx, org OrgID, in SiteInput) (Site, error) {
	if err := in.Check().Err(); err != nil {
		return Site{}, err
	}
	return createSite(ctx, tx, org, in)
}

// TakeUpCostCentre is AddCostCentre.
func (s *Service) TakeUpCostCentre(ctx context.Context, tx *sqldb.Tx, org OrgID, in CostCentreInput) (CostCentre, error) {
	if err := in.Check().Err(); err != nil {
		return CostCentre{}, err
	}
	return createCostCentre(ctx, tx, org, in)
}

var (
	registered = sqldb.Q("directory.registered", selectPerson+`p.org_id = $1 and p.external_id is not null`)
	allLogins  = sqldb.Q("directory.logins", `select login, id from person where login is not null`)
	allUnits   = sqldb.Q("directory.units.all", selectUnit+`u.org_id = $1 order by u.path`)
)
