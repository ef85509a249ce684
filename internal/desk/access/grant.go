package access

import (
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// RightID is one grant of a role to a person.
type RightID int64

// GrantInput says who gets which role, where, and how long.
type GrantInput struct {
	Person directory.PersonID
	Role   string
	Reach  authz.Reach
	Of     int64              // The id of what Reach names; 0 for Own and Everywhere.
	Limits []authz.Limit      // What must hold too: the role must allow it.
	From   time.Time          // Zero: from now on.
	To     time.Time          // Zero: until it is ended. A substitute needs an end.
	For    directory.PersonID // The one whose role this is, when Person is a substitute.

	absence SubstitutionID // What it is part of; see Substitute.
}

// Grant gives a person a role within a reach. Nobody gives what they do not hold themselves within at least that reach,
// but for the roles that are given by a verb of their own; nobody gives on what they hold as a substitute
// (errs.Forbidden). A central role waits for a second person: see Confirm.
func (s *Service) Grant(ctx context.Context, by authz.Actor, in GrantInput) (RightID, error) {
	if !by.May(RoleGrant) && !by.May(RoleGive) && !by.May(RoleGiveCentral) {
		return 0, errs.Denied(string(RoleGrant))
	}
	var id RightID
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		id, err = s.grantIn(ctx, tx, by, in)
		return err
	})
	return id, err
}

func (s *Service) grantIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in GrantInput) (RightID, error) {
	role, err := roleByKey(ctx, tx, in.Role)
	if err != nil {
		if _, seen := findPerson(ctx, tx, by, RoleGrant, in.Person); seen != nil {
			return 0, seen // Who is out of sight stays so, whatever was asked for.
		}
		return 0, err
	}
	p, used, err := s.mayGive(ctx, tx, by, giving{role, in.Person, in.Reach, in.Of, in.Limits})
	if err != nil && !errs.Is(err, errs.Forbidden) {
		return 0, err
	}
	if p.ID != 0 || err == nil {
		if bad := s.checkGrant(ctx, tx, role, p, &in); bad != nil {
			return 0, bad
		}
	}
	if err != nil {
		return 0, err
	}
	return s.writeRight(ctx, tx, by, role, p, in, directory.PersonID(used.For))
}

// writeRight writes down what has been decided. With behalf it was given by a substitute's right.
func (s *Service) writeRight(ctx context.Context, tx *sqldb.Tx, by authz.Actor, role Role, p directory.Person, in GrantInput, behalf directory.PersonID) (RightID, error) {
	now := tx.Now()
	waits := s.central(role) && !by.IsSystem()
	if waits {
		firstOne, err := first(ctx, tx, role, in.Reach, in.Of)
		if err != nil {
			return 0, err
		}
		waits = !firstOne
	}
	later := in.From.After(now)
	n, err := tx.Insert(ctx, insertRight, int64(p.Org), int64(p.ID), role.id, string(in.Reach), sqldb.ID(in.Of),
		sqldb.Time(in.From), sqldb.Time(in.To), sqldb.ID(in.For), sqldb.ID(by.Person), sqldb.Time(now),
		limitsText(in.Limits), waits, sqldb.ID(in.absence), later, !in.To.IsZero())
	if err != nil {
		return 0, err
	}
	r := Right{ID: RightID(n), Role: in.Role, Reach: in.Reach, Of: in.Of, Limits: in.Limits, To: in.To, For: in.For}
	what, logged := RightGranted, audit.RightGranted
	if waits {
		what, logged = RightProposed, audit.RightProposed
	}
	if behalf == 0 {
		behalf = in.For
	}
	return r.ID, s.tellRight(ctx, tx, by, p, what, logged, r, behalf)
}

// checkGrant collects what is wrong with the input itself.
func (s *Service) checkGrant(ctx context.Context, tx *sqldb.Tx, role Role, p directory.Person, in *GrantInput) error {
	if in.From.IsZero() {
		in.From = tx.Now()
	}
	var bad errs.Fields
	if !p.Active {
		bad.Add("person", "grant.person.ended")
	}
	spec := s.spec(role.Key)
	if spec != nil && !slices.Contains(spec.Reaches, in.Reach) {
		bad.Add("reach", "grant.reach.wrong")
	}
	if !in.To.IsZero() && !in.To.After(in.From) {
		bad.Add("to", "grant.to.before")
	}
	named := in.Reach != authz.Own && in.Reach != authz.Everywhere
	if named != (in.Of != 0) {
		bad.Add("of", "field.choice")
	} else if named {
		if _, err := orgOf(ctx, tx, in.Reach, in.Of); errors.Is(err, sqldb.ErrNone) {
			bad.Add("of", "field.choice")
		} else if err != nil {
			return err
		}
	}
	if err := checkLimits(ctx, tx, spec, in, &bad); err != nil {
		return err
	}
	if err := checkSubstitute(ctx, tx, role, in, &bad); err != nil {
		return err
	}
	return bad.Err()
}

// checkLimits refuses limits that the role does not know, and things of another organisation than the right's own.
func checkLimits(ctx context.Context, tx *sqldb.Tx, spec *RoleSpec, in *GrantInput, bad *errs.Fields) error {
	for _, l := range in.Limits {
		if spec == nil || !slices.Contains(spec.Limits, l.Reach) || l.Reach == in.Reach {
			bad.Add("limits", "grant.limit.wrong")
			return nil
		}
		org, err := orgOf(ctx, tx, l.Reach, l.Of)
		if err != nil && !errors.Is(err, sqldb.ErrNone) {
			return err
		}
		of, wrong := orgOf(ctx, tx, in.Reach, in.Of)
		if err != nil || wrong != nil || org != of {
			bad.Add("limits", "field.choice")
			return nil
		}
	}
	return nil
}

// checkSubstitute refuses a substitute without an end, and for somebody who does not hold the same by a right of their own.
func checkSubstitute(ctx context.Context, tx *sqldb.Tx, role Role, in *GrantInput, bad *errs.Fields) error {
	if in.For == 0 {
		return nil
	}
	if in.To.IsZero() {
		bad.Add("to", "grant.substitute.to")
	}
	_, found, err := sqldb.Maybe(ctx, tx, sameRight, sqldb.Value[int64], int64(in.For), role.id, string(in.Reach), sqldb.ID(in.Of),
		sqldb.Time(tx.Now()), limitsText(in.Limits))
	if err != nil {
		return err
	}
	if !found || in.For == in.Person {
		bad.Add("for", "grant.substitute.none")
	}
	return nil
}

// EndGrant takes a right back from now on, or refuses one that waits to be confirmed. It asks for the same as granting it.
func (s *Service) EndGrant(ctx context.Context, by authz.Actor, id RightID) error {
	if !by.May(RoleGrant) && !by.May(RoleGive) && !by.May(RoleGiveCentral) {
		return errs.Denied(string(RoleGrant))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r, role, err := rightIn(ctx, tx, id)
		if err != nil {
			return err
		}
		p, used, err := s.mayTake(ctx, tx, by, giving{role, r.Person, r.Reach, r.Of, r.Limits})
		if errs.Is(err, errs.Forbidden) && !by.May(RoleGrant) {
			return errs.Missing() // Whoever gives on some references knows of no right on others.
		}
		if err != nil {
			return err
		}
		return s.endIn(ctx, tx, by, p, r, directory.PersonID(used.For))
	})
}

// endIn writes down that a right has ended. Ending twice is no error.
func (s *Service) endIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p directory.Person, r Right, behalf directory.PersonID) error {
	n, err := tx.Exec(ctx, endRight, int64(r.ID), sqldb.Time(tx.Now()), sqldb.ID(by.Person))
	if err != nil || n == 0 {
		return err
	}
	if behalf == 0 {
		behalf = r.For
	}
	return s.tellRight(ctx, tx, by, p, RightEnded, audit.RightEnded, r, behalf)
}

// rightIn reads a right with its role. Errors: errs.NotFound.
func rightIn(ctx context.Context, tx *sqldb.Tx, id RightID) (Right, Role, error) {
	r, found, err := sqldb.Maybe(ctx, tx, rightByID, scanRight, int64(id))
	if err != nil || !found {
		if err == nil {
			err = errs.Missing()
		}
		return r, Role{}, err
	}
	role, err := roleByKey(ctx, tx, r.Role)
	return r, role, err
}

func (s *Service) tellRight(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p directory.Person, eventType string, what audit.What, r Right, behalf directory.PersonID) error {
	told := r.told()
	pos, err := sqldb.One(ctx, tx, nextRightPos, sqldb.Value[int64], int64(p.ID))
	if err != nil {
		return err
	}
	if _, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(p.Org), Kind: RightStream, Stream: int64(p.ID), Pos: pos, Type: eventType, Payload: told, For: int64(behalf),
	}); err != nil {
		return err
	}
	if what == "" {
		return nil
	}
	return audit.Write(ctx, tx, by, audit.Entry{Org: int64(p.Org), What: what, Subject: "person", SubjectID: int64(p.ID)}, told)
}
