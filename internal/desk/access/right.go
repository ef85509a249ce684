package access

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Right is a role that a person has, had or will have.
type Right struct {
	ID        RightID
	Org       directory.OrgID
	Person    directory.PersonID
	Role      string
	Reach     authz.Reach
	Of        int64
	From, To  time.Time
	For       directory.PersonID
	GrantedBy directory.PersonID
	GrantedAt time.Time
	EndedAt   time.Time
	EndedBy   directory.PersonID
}

// InForce reports whether the right counts at an instant, for itself: a substitute's also needs the other's.
func (r Right) InForce(at time.Time) bool {
	return r.EndedAt.IsZero() && !r.From.After(at) && (r.To.IsZero() || r.To.After(at))
}

// GrantsOf lists a person's rights, newest first, ended and future ones too. Everybody may read their own; those of
// others need verb role.grant within reach of the person.
func (s *Service) GrantsOf(ctx context.Context, by authz.Actor, id directory.PersonID) ([]Right, error) {
	if int64(id) != by.Person {
		if !by.May(RoleGrant) {
			return nil, errs.Denied(string(RoleGrant))
		}
		if _, err := s.findPerson(ctx, by, RoleGrant, id); err != nil {
			return nil, err
		}
	}
	return sqldb.All(ctx, s.db, rightsOfPerson, scanRight, int64(id))
}

// WhoCould lists who held which role in the actor's reach at an instant: for reviews of the past and of what is planned.
func (s *Service) WhoCould(ctx context.Context, by authz.Actor, at time.Time) ([]Right, error) {
	if !by.May(RoleGrant) {
		return nil, errs.Denied(string(RoleGrant))
	}
	var w sqldb.Where
	condition, args := rightsWithin(by).SQL()
	w.And(condition, args...)
	w.And("g.valid_from <= ? and (g.valid_to is null or g.valid_to > ?) and (g.ended_at is null or g.ended_at > ?)",
		sqldb.Time(at), sqldb.Time(at), sqldb.Time(at))
	return sqldb.All(ctx, s.db, sqldb.Q("access.who_could", selectRight+w.SQL()+` order by r.key, g.reach, g.of_id, g.person_id, g.id`), scanRight, w.Args()...)
}

// findPerson finds the person that somebody wants to do something about: NotFound when they may not see them, Forbidden
// when they may, but hold the verb elsewhere only.
func (s *Service) findPerson(ctx context.Context, by authz.Actor, verb authz.Verb, id directory.PersonID) (directory.Person, error) {
	p, err := directory.PersonFor(ctx, s.db, by, verb, id)
	if !errs.Is(err, errs.NotFound) {
		return p, err
	}
	if _, err := directory.PersonFor(ctx, s.db, by, directory.PersonRead, id); err != nil {
		return directory.Person{}, err
	}
	return directory.Person{}, errs.Denied(string(verb))
}

// holdsAllOf refuses unless the actor holds whatever the person holds: who could become somebody else gains nothing.
func (s *Service) holdsAllOf(ctx context.Context, by authz.Actor, p directory.Person) error {
	if by.IsSystem() || int64(p.ID) == by.Person {
		return nil
	}
	grants, err := loadGrants(ctx, s.db, p)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Reach == authz.Own {
			continue // What is the person's own is not more power, and password.set is held over the person.
		}
		if err := mayPass(ctx, s.db, by, []authz.Verb{g.Verb}, g.Reach, g.Of); err != nil {
			return err
		}
	}
	return nil
}

// mayPass refuses unless the actor holds all verbs within at least that reach, by a right of their own.
func mayPass(ctx context.Context, q sqldb.Querier, by authz.Actor, verbs []authz.Verb, reach authz.Reach, of int64) error {
	if by.IsSystem() {
		return nil
	}
	around, err := surroundings(ctx, q, reach, of)
	if err != nil {
		return err
	}
	for _, v := range verbs {
		if !holds(by, v, reach, around) {
			return errs.Denied(string(v))
		}
	}
	return nil
}

// place is a reach with the thing it names.
type place struct {
	reach authz.Reach
	of    int64
}

func holds(by authz.Actor, verb authz.Verb, reach authz.Reach, around []place) bool {
	for _, g := range by.Grants {
		if g.Verb != verb || g.For != 0 {
			continue
		}
		if g.Reach == authz.Everywhere || reach == authz.Own {
			return true
		}
		for _, p := range around {
			if p.reach == g.Reach && p.of == g.Of {
				return true
			}
		}
	}
	return false
}

// surroundings lists the places that contain a place, the place itself first.
func surroundings(ctx context.Context, q sqldb.Querier, reach authz.Reach, of int64) ([]place, error) {
	if reach == authz.Own || reach == authz.Everywhere {
		return nil, nil
	}
	around := []place{{reach, of}}
	switch reach {
	case authz.Group:
		desk, err := sqldb.One(ctx, q, deskOfGroup, sqldb.Value[int64], of)
		if err != nil && !errors.Is(err, sqldb.ErrNone) {
			return nil, err
		}
		around = append(around, place{authz.Desk, desk})
	case authz.Unit:
		above, err := sqldb.All(ctx, q, unitsAbove, sqldb.Value[int64], of)
		if err != nil {
			return nil, err
		}
		for _, u := range above {
			around = append(around, place{authz.Unit, u})
		}
	}
	org, err := orgOf(ctx, q, reach, of)
	if err != nil && !errors.Is(err, sqldb.ErrNone) {
		return nil, err
	}
	return append(around, place{authz.Organisation, org}), nil
}

// orgOf returns the organisation that a place belongs to, or sqldb.ErrNone.
func orgOf(ctx context.Context, q sqldb.Querier, reach authz.Reach, of int64) (int64, error) {
	stmt, ok := map[authz.Reach]sqldb.Stmt{
		authz.Organisation: orgOfOrg, authz.Desk: orgOfDesk, authz.Group: orgOfGroup, authz.Site: orgOfSite, authz.Supplier: orgOfSupplier, authz.Unit: orgOfUnit,
	}[reach]
	if !ok {
		return 0, sqldb.ErrNone
	}
	return sqldb.One(ctx, q, stmt, sqldb.Value[int64], of)
}
