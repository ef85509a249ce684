package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChangePerson writes new particulars over the version that the actor had before their eyes. When somebody else was
// quicker it fails with Conflict, whose fields carry both values: "yours" and "theirs".
func (s *Service) ChangePerson(ctx context.Context, by authz.Actor, id PersonID, version int64, in PersonInput) (Person, error) {
	if err := in.Check().Err(); err != nil {
		return Person{}, err
	}
	return s.alter(ctx, by, id, PersonChanged, func(p Person) (Person, error) {
		after := in.apply(p)
		if p.Version != version {
			return p, conflict(p, after)
		}
		return after, nil
	})
}

// alter reads a person that the actor may write, changes it and writes it back. Nothing is written when nothing differs.
func (s *Service) alter(ctx context.Context, by authz.Actor, id PersonID, eventType string, change func(Person) (Person, error)) (Person, error) {
	var after Person
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := s.findToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if after, err = change(before); err != nil {
			return err
		}
		if len(Differences(before, after)) == 0 {
			return nil
		}
		if after, err = s.savePerson(ctx, tx, by, before, after, eventType); err != nil {
			return err
		}
		return staysWithin(ctx, tx, by, id)
	})
	return after, err
}

// findToWrite tells a person that the actor may not see (NotFound) from one that they may not change (Forbidden).
func (s *Service) findToWrite(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id PersonID) (Person, error) {
	p, err := findPerson(ctx, tx, by, PersonWrite, id)
	if !errs.Is(err, errs.NotFound) {
		return p, err
	}
	if _, err := findPerson(ctx, tx, by, PersonRead, id); err != nil {
		return Person{}, err
	}
	return Person{}, errs.Denied(string(PersonWrite))
}

// conflict tells both values of each field in which the actor's input differs from what is stored by now.
func conflict(theirs, yours Person) error {
	e := errs.E(errs.Conflict, "person.conflict")
	for _, c := range Differences(theirs, yours) {
		e.Fields.Add(c.Field, "field.conflict", "yours", c.New, "theirs", c.Old)
	}
	return e
}
