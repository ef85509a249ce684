package access

import (
	"context"
	"slices"
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
	Limits    []authz.Limit // What must hold too.
	From, To  time.Time
	For       directory.PersonID
	GrantedBy directory.PersonID
	GrantedAt time.Time
	EndedAt   time.Time
	EndedBy   directory.PersonID
	// Waiting is a right that a second person has to confirm; it gives nothing until then.
	Waiting      bool
	ConfirmedBy  directory.PersonID
	ConfirmedAt  time.Time
	Substitution SubstitutionID // The absence that it belongs to; 0 for none.
}

// InForce reports whether the right counts at an instant, for itself: a substitute's also needs the other's.
func (r Right) InForce(at time.Time) bool {
	return r.EndedAt.IsZero() && !r.Waiting && !r.From.After(at) && (r.To.IsZero() || r.To.After(at))
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
	if !by.May(RoleGrant) && !by.May(RoleGiveCentral) && !by.May(MayReview) {
		return nil, errs.Denied(string(RoleGrant))
	}
	var w sqldb.Where
	condition, args := rightsWithin(by).SQL()
	w.And(condition, args...)
	w.And("not g.waiting and g.valid_from <= ? and (g.valid_to is null or g.valid_to > ?) and (g.ended_at is null or g.ended_at > ?)",
		sqldb.Time(at), sqldb.Time(at), sqldb.Time(at))
	return sqldb.All(ctx, s.db, sqldb.Q("access.who_could", selectRight+w.SQL()+` order by r.key, g.reach, g.of_id, g.person_id, g.id`), scanRight, w.Args()...)
}

// findPerson finds the person that somebody wants to do something about: NotFound when they may not see them, Forbidden
// when they may, but hold the verb elsewhere only.
func (s *Service) findPerson(ctx context.Context, by authz.Actor, verb authz.Verb, id directory.PersonID) (directory.Person, error) {
	return findPerson(ctx, s.db, by, verb, id)
}

func findPerson(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id directory.PersonID) (directory.Person, error) {
	p, err := directory.PersonFor(ctx, q, by, verb, id)
	if !errs.Is(err, errs.NotFound) {
		return p, err
	}
	if _, err := directory.PersonFor(ctx, q, by, directory.PersonRead, id); err != nil {
		return directory.Person{}, err
	}
	return directory.Person{}, errs.Denied(string(verb))
}

// holdsAllOf refuses unless the actor holds whatever the person holds: who could become somebody else gains nothing.
func (s *Service) holdsAllOf(ctx context.Context, by authz.Actor, p directory.Person) error {
	return s.holdsAllBut(ctx, by, p, func(authz.Verb) bool { return false })
}

// helped reports whether a verb is held by roles alone whose holders the desk helps with a password: a school's orderer
// must get help like everybody else, and the security log tells who gave it.
func (s *Service) helped(v authz.Verb) bool {
	held := false
	for _, r := range s.roles {
		if r.Helped && slices.Contains(r.Verbs, v) {
			held = true
		}
	}
	return held && !s.guarded(v)
}

func (s *Service) holdsAllBut(ctx context.Context, by authz.Actor, p directory.Person, but func(authz.Verb) bool) error {
	if by.IsSystem() || int64(p.ID) == by.Person {
		return nil
	}
	grants, err := loadGrants(ctx, s.db, p)
	if err != nil {
		return err
	}
	// Who holds a central role is helped by nobody who does not: what four eyes decided is not gone around by a password.
	central := slices.ContainsFunc(grants, func(g authz.Grant) bool { return s.guarded(g.Verb) })
	for _, g := range grants {
		if g.Reach == authz.Own || !central && but(g.Verb) {
			continue // What is the person's own is not more power, and password.set is held over the person.
		}
		around, err := allAround(ctx, s.db, g.Reach, g.Of, g.Limits)
		if err != nil {
			return err
		}
		if !holds(by, g.Verb, g.Reach, around) {
			return errs.Denied(string(g.Verb))
		}
	}
	return nil
}
