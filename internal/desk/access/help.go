package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// MayHelp returns the person to whom the actor may give a password in a directory elsewhere. It asks for what PrepareOnce
// asks for, but for a login here. Errors: errs.Forbidden, errs.NotFound, errs.Conflict for who has left.
func (s *Service) MayHelp(ctx context.Context, by authz.Actor, id directory.PersonID) (directory.Person, error) {
	if !by.May(PasswordHelp) || int64(id) == by.Person {
		return directory.Person{}, errs.Denied(string(PasswordHelp))
	}
	p, err := s.findPerson(ctx, by, PasswordHelp, id)
	if err != nil {
		return directory.Person{}, err
	}
	if err := s.holdsAllOf(ctx, by, p); err != nil {
		return directory.Person{}, err
	}
	if !p.Active {
		return directory.Person{}, errs.E(errs.Conflict, "password.no_login")
	}
	return p, nil
}

// Spoken is a random password that can be read aloud.
func Spoken() string { return spoken() }
