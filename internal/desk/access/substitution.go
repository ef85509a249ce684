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

// SubstitutionID is one absence during which somebody else holds a person's roles.
type SubstitutionID int64

// Substitution is one absence. Its rights begin and end by themselves with it.
type Substitution struct {
	ID          SubstitutionID
	Org         directory.OrgID
	Person      directory.PersonID // Who is away.
	Substitute  directory.PersonID
	From, To    time.Time
	AppointedBy directory.PersonID
	AppointedAt time.Time
	EndedAt     time.Time
	EndedBy     directory.PersonID
}

// Running reports whether it counts at an instant.
func (s Substitution) Running(at time.Time) bool {
	return s.EndedAt.IsZero() && !s.From.After(at) && s.To.After(at)
}

// Over reports whether it is of the past.
func (s Substitution) Over(at time.Time) bool { return !s.EndedAt.IsZero() || !s.To.After(at) }

// SubstituteInput is what is said when a substitute is appointed.
type SubstituteInput struct {
	Person     directory.PersonID // Who is away.
	Substitute directory.PersonID
	Rights     []RightID // Which of the person's rights; none is all of them.
	From       time.Time // Zero: from now on.
	To         time.Time
}

// Substitute lets somebody hold a person's roles for a time that is decided beforehand. Everybody appoints for
// themselves; for somebody who is ill, whoever could give the roles does. What the person holds as a substitute is not
// passed on, and what everybody holds is no role to stand in for. A central role waits for a second person, as always.
// Errors: errs.Invalid with every wrong field, errs.Forbidden, errs.NotFound.
func (s *Service) Substitute(ctx context.Context, by authz.Actor, in SubstituteInput) (SubstitutionID, error) {
	own := int64(in.Person) == by.Person
	if own && !by.May(MaySubstitute) || !own && !by.May(RoleGrant) && !by.May(RoleGive) && !by.May(RoleGiveCentral) {
		return 0, errs.Denied(string(MaySubstitute))
	}
	var id SubstitutionID
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.From.Before(tx.Now()) {
			in.From = tx.Now()
		}
		person, err := directory.Known(ctx, tx, by, in.Person)
		if err != nil {
			return err
		}
		rights, substitute, err := s.checkAbsence(ctx, tx, by, person, in)
		if err != nil {
			return err
		}
		n, err := tx.Insert(ctx, insertSubstitution, int64(person.Org), int64(in.Person), int64(in.Substitute), sqldb.Time(in.From), sqldb.Time(in.To),
			sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		id = SubstitutionID(n)
		for _, r := range rights {
			if err := s.standIn(ctx, tx, by, r, substitute, in, id); err != nil {
				return err
			}
		}
		return s.tellAbsence(ctx, tx, by, Substitution{ID: id, Org: person.Org, Person: in.Person, Substitute: in.Substitute, From: in.From, To: in.To}, SubstituteAppointed)
	})
	return id, err
}

// standIn gives one of the rights to the substitute for the time. Somebody other than its owner needs to be able to give it.
func (s *Service) standIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, r Right, substitute directory.Person, in SubstituteInput, id SubstitutionID) error {
	role, err := roleByKey(ctx, tx, r.Role)
	if err != nil {
		return err
	}
	if int64(in.Person) != by.Person {
		if _, _, err := s.mayGive(ctx, tx, by, giving{role, substitute.ID, r.Reach, r.Of, r.Limits}); err != nil {
			return err
		}
	}
	to := in.To
	if !r.To.IsZero() && r.To.Before(to) {
		to = r.To
	}
	_, err = s.writeRight(ctx, tx, by, role, substitute, GrantInput{
		Person: substitute.ID, Role: r.Role, Reach: r.Reach, Of: r.Of, Limits: r.Limits, From: in.From, To: to, For: in.Person, absence: id,
	}, 0)
	return err
}

// checkAbsence collects what is wrong, and finds the rights and the substitute.
func (s *Service) checkAbsence(ctx context.Context, tx *sqldb.Tx, by authz.Actor, person directory.Person, in SubstituteInput) ([]Right, directory.Person, error) {
	var bad errs.Fields
	switch {
	case in.To.IsZero():
		bad.Add("to", "grant.substitute.to")
	case !in.To.After(in.From):
		bad.Add("to", "grant.to.before")
	case in.To.After(in.From.AddDate(longestAbsence, 0, 0)):
		bad.Add("to", "grant.substitute.long")
	}
	substitute, err := directory.Known(ctx, tx, by, in.Substitute)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return nil, substitute, err
	}
	switch {
	case err != nil || substitute.Org != person.Org || standsForNobody(substitute.Category):
		bad.Add("substitute", "grant.substitute.unknown")
	case substitute.ID == person.ID:
		bad.Add("substitute", "grant.substitute.self")
	}
	rights, err := ownRightsOf(ctx, tx, in.Person)
	if err != nil {
		return nil, substitute, err
	}
	if len(in.Rights) > 0 {
		rights = slices.DeleteFunc(rights, func(r Right) bool { return !slices.Contains(in.Rights, r.ID) })
	}
	if len(rights) == 0 || len(in.Rights) > len(rights) {
		bad.Add("rights", "grant.substitute.none")
	}
	return rights, substitute, bad.Err()
}

// longestAbsence is in years: a predetermined time, however long the leave.
const longestAbsence = 3

// standsForNobody tells who is never a substitute, whatever the organisation calls a base user.
func standsForNobody(c directory.Category) bool {
	return c == directory.Pupil || c == directory.Guardian
}

// Substitutable lists the rights of a person that a substitute can be appointed for: their own, in force or to come.
// Those of others need the same as appointing.
func (s *Service) Substitutable(ctx context.Context, by authz.Actor, id directory.PersonID) ([]Right, error) {
	if int64(id) != by.Person && !by.May(RoleGrant) && !by.May(RoleGive) && !by.May(RoleGiveCentral) {
		return nil, errs.Denied(string(RoleGrant))
	}
	if _, err := directory.Known(ctx, s.db, by, id); err != nil {
		return nil, err
	}
	return ownRightsOf(ctx, s.db, id)
}

func ownRightsOf(ctx context.Context, q sqldb.Querier, id directory.PersonID) ([]Right, error) {
	return sqldb.All(ctx, q, ownRightsStmt, scanRight, int64(id), sqldb.Time(q.Now()))
}

var ownRightsStmt = sqldb.Q("access.rights.own", selectRight+`g.person_id = $1 and g.for_id is null and g.ended_at is null and not g.waiting
	and (g.valid_to is null or g.valid_to > $2) order by r.key, g.reach, g.of_id, g.id limit 200`)
