package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AddPerson takes up a person. It fails with Forbidden outside the actor's reach, and with field errors.
func (s *Service) AddPerson(ctx context.Context, by authz.Actor, org OrgID, in PersonInput) (Person, error) {
	if !by.May(PersonWrite) {
		return Person{}, errs.Denied(string(PersonWrite))
	}
	if err := in.Check().Err(); err != nil {
		return Person{}, err
	}
	var p Person
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := findOrg(ctx, tx, by, org); err != nil {
			return err
		}
		var err error
		if p, err = s.createPerson(ctx, tx, by, in.apply(Person{Org: org})); err != nil {
			return err
		}
		return staysWithin(ctx, tx, by, p.ID)
	})
	return p, err
}

// staysWithin makes sure that what was written is still something that the actor may write: nobody adds or moves a
// person to where they have no say.
func staysWithin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id PersonID) error {
	_, err := findPerson(ctx, tx, by, PersonWrite, id)
	if errs.Is(err, errs.NotFound) {
		return errs.Denied(string(PersonWrite))
	}
	return err
}
