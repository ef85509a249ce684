package guardian

import (
	"context"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// The lines of the security log.
const (
	LogAdded   audit.What = "guardian.added"
	LogEnded   audit.What = "guardian.ended"
	LogBlocked audit.What = "guardian.blocked"
	LogRefused audit.What = "proxy.refused" // Somebody wanted to speak for a person for whom they do not.
)

// Input is a new relation.
type Input struct {
	Guardian, Child directory.PersonID
	Kind            Kind
	Born            string // The child's day of birth, or its number; "" leaves what is known.
	To              time.Time
	Reason          string
	Source          string
	ExternalID      string
}

const maxReason = 500

// Add takes up a relation by hand. Errors: errs.Forbidden, errs.NotFound for people out of sight, errs.Invalid.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (Relation, error) {
	if !mayWrite(by, org) {
		return Relation{}, errs.Denied(string(MayWrite))
	}
	in.Source, in.Reason = Manual, clean.Line(in.Reason, maxReason)
	if err := s.check(ctx, by, org, &in); err != nil {
		return Relation{}, err
	}
	var r Relation
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		r, err = s.AddIn(ctx, tx, by, org, in)
		return err
	})
	return r, err
}

// check collects what is wrong with what was typed.
func (s *Service) check(ctx context.Context, by authz.Actor, org directory.OrgID, in *Input) error {
	var bad errs.Fields
	if !in.Kind.Valid() {
		bad.Add("kind", "field.choice")
	}
	if clean.Blank(in.Reason) {
		bad.Add("reason", "field.required")
	}
	for _, who := range []struct {
		field string
		id    directory.PersonID
	}{{"guardian", in.Guardian}, {"child", in.Child}} {
		p, err := directory.PersonFor(ctx, s.db, by, directory.PersonRead, who.id)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err != nil || p.Org != org || !p.Active {
			bad.Add(who.field, "proxy.error.person")
		}
	}
	if in.Guardian == in.Child {
		bad.Add("child", "proxy.error.same")
	}
	day, err := born(ctx, s.db, in.Child)
	if err != nil {
		return err
	}
	ok := day != ""
	if in.Born != "" {
		day, ok = BornFrom(in.Born)
	}
	if in.Born = day; !ok {
		bad.Add("born", "proxy.error.born")
	} else if in.Kind.Speaks() && OfAge(day, s.db.Now()) {
		bad.Add("born", "proxy.error.of_age")
	}
	if !in.To.IsZero() && !in.To.After(s.db.Now()) {
		bad.Add("to", "proxy.error.to")
	}
	return bad.Err()
}

func born(ctx context.Context, q sqldb.Querier, id directory.PersonID) (string, error) {
	day, _, err := sqldb.Maybe(ctx, q, bornOf, sqldb.Value[string], int64(id))
	return day, err
}

// AddIn is Add for registers, inside a transaction that has decided who may. One that is there already is left as it is.
func (s *Service) AddIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, in Input) (Relation, error) {
	if in.Born != "" {
		if err := SetBorn(ctx, tx, in.Child, in.Born); err != nil {
			return Relation{}, err
		}
	}
	old, found, err := sqldb.Maybe(ctx, tx, sameRelation, scan, int64(in.Guardian), int64(in.Child), string(in.Kind))
	if err != nil || found {
		return old, err
	}
	r := Relation{
		Org: org, Guardian: in.Guardian, Child: in.Child, Kind: in.Kind, Source: in.Source, ExternalID: in.ExternalID, From: tx.Now(), To: in.To,
		Reason: in.Reason, Version: 1,
	}
	id, err := tx.Insert(ctx, insertRelation, int64(org), int64(r.Guardian), int64(r.Child), string(r.Kind), r.Source, r.ExternalID,
		sqldb.Time(r.From), sqldb.Time(r.To), r.Reason, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
	if err != nil {
		return Relation{}, err
	}
	r.ID = ID(id)
	return r, s.tell(ctx, tx, by, &r, Added, LogAdded, "")
}

// SetBorn keeps somebody's day of birth, and nothing else of a number.
func SetBorn(ctx context.Context, tx *sqldb.Tx, id directory.PersonID, day string) error {
	_, err := tx.Exec(ctx, setBorn, int64(id), day)
	return err
}

// tell writes the event and the line of the security log.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, r *Relation, kind string, what audit.What, how string) error {
	told := Told{Guardian: r.Guardian, Child: r.Child, Kind: r.Kind, Source: r.Source, Blocked: r.Blocked, How: how}
	if _, err := s.events.Append(ctx, tx, by, event.Draft{Org: int64(r.Org), Kind: Stream, Stream: int64(r.ID), Pos: r.Version, Type: kind, Payload: told}); err != nil {
		return err
	}
	entry := audit.Entry{Org: int64(r.Org), What: what, Subject: "person", SubjectID: int64(r.Child)}
	return audit.Write(ctx, tx, by, entry, map[string]any{"relation": r.ID, "guardian": r.Guardian, "kind": r.Kind, "reason": r.Reason, "how": how})
}
