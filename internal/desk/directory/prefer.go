package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// PreferInput is how somebody wants to be spoken with, as they said it to whoever they spoke with.
type PreferInput struct {
	Lang    i18n.Lang
	Needs   string
	Contact Preference
}

// Prefer notes for a person how they want to be spoken with: for those who cannot, or do not want to, keep it themselves.
// It asks for verb person.prefer, and changes nothing else. Errors: errs.NotFound, errs.Forbidden, errs.Invalid,
// errs.Conflict with both values of each field.
func (s *Service) Prefer(ctx context.Context, by authz.Actor, id PersonID, version int64, in PreferInput) (Person, error) {
	var after Person
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		after, err = s.PreferIn(ctx, tx, by, id, version, in)
		return err
	})
	return after, err
}

// PreferIn is Prefer inside a transaction that is already open.
func (s *Service) PreferIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id PersonID, version int64, in PreferInput) (Person, error) {
	var bad errs.Fields
	if in.Needs = clean.Text(in.Needs, 0); !clean.Fits(in.Needs, maxNeeds) {
		bad.Add("needs", "field.too_long", "max", maxNeeds)
	}
	in.Lang = i18n.ParseLang(string(in.Lang))
	in.Contact.check(&bad)
	if err := bad.Err(); err != nil {
		return Person{}, err
	}
	before, err := findPerson(ctx, tx, by, PersonPrefer, id)
	if errs.Is(err, errs.NotFound) {
		if _, seen := findPerson(ctx, tx, by, PersonRead, id); seen == nil {
			return Person{}, errs.Denied(string(PersonPrefer))
		}
	}
	if err != nil {
		return Person{}, err
	}
	after := before
	after.Lang, after.Needs, after.Contact = in.Lang, in.Needs, in.Contact
	switch {
	case len(Differences(before, after)) == 0:
		return after, nil
	case before.Version != version:
		return after, conflict(before, after)
	}
	return s.savePerson(ctx, tx, by, before, after, PersonChanged)
}
