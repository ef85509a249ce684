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

// RightStream is the kind of the event stream that tells what happened to a person's rights.
const RightStream = "right"

// The types of events.
const (
	RightGranted = "right.granted"
	RightEnded   = "right.ended"
)

// GrantInput says who gets which role, where, and how long.
type GrantInput struct {
	Person directory.PersonID
	Role   string
	Reach  authz.Reach
	Of     int64              // The id of what Reach names; 0 for Own and Everywhere.
	From   time.Time          // Zero: from now on.
	To     time.Time          // Zero: until it is ended. A substitute needs an end.
	For    directory.PersonID // The one whose role this is, when Person is a substitute.
}

// RightTold is the payload of right.granted and right.ended.
type RightTold struct {
	Right RightID     `json:"right"`
	Role  string      `json:"role"`
	Reach authz.Reach `json:"reach"`
	Of    int64       `json:"of,omitempty"`
	To    string      `json:"to,omitempty"`
}

// Grant gives a person a role within a reach. Nobody gives what they do not hold themselves within at least that reach,
// and nobody gives on what they hold as a substitute (errs.Forbidden).
func (s *Service) Grant(ctx context.Context, by authz.Actor, in GrantInput) (RightID, error) {
	if !by.May(RoleGrant) {
		return 0, errs.Denied(string(RoleGrant))
	}
	p, err := s.findPerson(ctx, by, RoleGrant, in.Person)
	if err != nil {
		return 0, err
	}
	var id RightID
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.From.IsZero() {
			in.From = tx.Now()
		}
		role, err := roleByKey(ctx, tx, in.Role)
		if err != nil {
			return err
		}
		if err := s.checkGrant(ctx, tx, role, p, in); err != nil {
			return err
		}
		if err := mayPass(ctx, tx, by, append(role.Verbs, RoleGrant), in.Reach, in.Of); err != nil {
			return err
		}
		n, err := tx.Insert(ctx, insertRight, int64(p.Org), int64(p.ID), role.id, string(in.Reach), sqldb.ID(in.Of),
			sqldb.Time(in.From), sqldb.Time(in.To), sqldb.ID(in.For), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		id = RightID(n)
		return s.tellRight(ctx, tx, by, p, RightGranted, audit.RightGranted, Right{
			ID: id, Role: in.Role, Reach: in.Reach, Of: in.Of, To: in.To, For: in.For,
		})
	})
	return id, err
}

// checkGrant collects what is wrong with the input itself.
func (s *Service) checkGrant(ctx context.Context, tx *sqldb.Tx, role Role, p directory.Person, in GrantInput) error {
	var bad errs.Fields
	if !p.Active {
		bad.Add("person", "grant.person.ended")
	}
	if spec := s.spec(role.Key); spec != nil && !slices.Contains(spec.Reaches, in.Reach) {
		bad.Add("reach", "grant.reach.wrong")
	}
	if !in.To.IsZero() && !in.To.After(in.From) {
		bad.Add("to", "grant.to.before")
	}
	if named := in.Reach != authz.Own && in.Reach != authz.Everywhere; named != (in.Of != 0) {
		bad.Add("of", "field.choice")
	} else if named {
		if _, err := orgOf(ctx, tx, in.Reach, in.Of); errors.Is(err, sqldb.ErrNone) {
			bad.Add("of", "field.choice")
		} else if err != nil {
			return err
		}
	}
	if in.For != 0 {
		if in.To.IsZero() {
			bad.Add("to", "grant.substitute.to")
		}
		_, found, err := sqldb.Maybe(ctx, tx, sameRight, sqldb.Value[int64], int64(in.For), role.id, string(in.Reach), sqldb.ID(in.Of), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		if !found || in.For == in.Person {
			bad.Add("for", "grant.substitute.none")
		}
	}
	return bad.Err()
}

// EndGrant takes a right back from now on. It asks for the same as granting it.
func (s *Service) EndGrant(ctx context.Context, by authz.Actor, id RightID) error {
	if !by.May(RoleGrant) {
		return errs.Denied(string(RoleGrant))
	}
	r, err := sqldb.One(ctx, s.db, rightByID, scanRight, int64(id))
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	if err != nil {
		return err
	}
	p, err := s.findPerson(ctx, by, RoleGrant, r.Person)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := mayPass(ctx, tx, by, []authz.Verb{RoleGrant}, r.Reach, r.Of); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, endRight, int64(id), sqldb.Time(tx.Now()), sqldb.ID(by.Person))
		if err != nil || n == 0 {
			return err // Ended already.
		}
		return s.tellRight(ctx, tx, by, p, RightEnded, audit.RightEnded, r)
	})
}

func (s *Service) tellRight(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p directory.Person, eventType string, what audit.What, r Right) error {
	told := RightTold{Right: r.ID, Role: r.Role, Reach: r.Reach, Of: r.Of}
	if !r.To.IsZero() {
		told.To = r.To.Format(time.RFC3339)
	}
	pos, err := sqldb.One(ctx, tx, nextRightPos, sqldb.Value[int64], int64(p.ID))
	if err != nil {
		return err
	}
	if _, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(p.Org), Kind: RightStream, Stream: int64(p.ID), Pos: pos, Type: eventType, Payload: told, For: int64(r.For),
	}); err != nil {
		return err
	}
	return audit.Write(ctx, tx, by, audit.Entry{Org: int64(p.Org), What: what, Subject: "person", SubjectID: int64(p.ID)}, told)
}
