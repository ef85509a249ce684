package directory

import (
	"context"

	"lotsen/internal/kit/authz"
)

// EndPerson says that a person has left. The row stays for history; logins, tokens and grants stop at once. Ending
// twice is no error.
func (s *Service) EndPerson(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	return s.alter(ctx, by, id, PersonEnded, func(p Person) (Person, error) {
		p.Active = false
		return p, nil
	})
}

// ReturnPerson takes an ended person back, without the rights they once had.
func (s *Service) ReturnPerson(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	return s.alter(ctx, by, id, PersonReturned, func(p Person) (Person, error) {
		p.Active = true
		return p, nil
	})
}
