package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// OwnInput is what everybody may say about themselves.
type OwnInput struct {
	Phone  string
	Mobile string
	Lang   i18n.Lang
	Needs  string
	// Contact replaces how the person wants to be reached; nil leaves it.
	Contact *Preference
}

// Own returns what the register knows of the actor themselves.
func (s *Service) Own(ctx context.Context, by authz.Actor) (Person, error) {
	if by.Person == 0 {
		return Person{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	return Load(ctx, s.db, PersonID(by.Person))
}

// ChangeOwn lets the actor keep their own contact details right; it counts at once.
func (s *Service) ChangeOwn(ctx context.Context, by authz.Actor, version int64, own OwnInput) (Person, error) {
	if by.Person == 0 {
		return Person{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	var after Person
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := Load(ctx, tx, PersonID(by.Person))
		if err != nil {
			return err
		}
		in := before.Input()
		in.Phone, in.Mobile, in.Lang, in.Needs = own.Phone, own.Mobile, own.Lang, own.Needs
		bad := in.Check()
		if own.Contact != nil {
			own.Contact.check(&bad)
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if after = in.apply(before); own.Contact != nil {
			after.Contact = *own.Contact
		}
		switch {
		case len(Differences(before, after)) == 0:
			return nil
		case before.Version != version:
			return conflict(before, after)
		}
		after, err = s.savePerson(ctx, tx, by, before, after, PersonChanged)
		return err
	})
	return after, err
}
