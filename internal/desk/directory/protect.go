package directory

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Protect gives a person protected identity, at once and everywhere: whoever subscribes to person.protected hides their
// own rows about the person before the transaction ends. Protecting twice is no error.
func (s *Service) Protect(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	return s.setProtected(ctx, by, id, true)
}

// Unprotect takes protected identity away. It asks for the same verb, because only its holders can see the person.
func (s *Service) Unprotect(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	return s.setProtected(ctx, by, id, false)
}

func (s *Service) setProtected(ctx context.Context, by authz.Actor, id PersonID, protected bool) (Person, error) {
	if !by.May(PersonProtected) {
		return Person{}, errs.Denied(string(PersonProtected))
	}
	var p Person
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := findToProtect(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if p = before; before.Protected == protected {
			return nil
		}
		p, err = s.switchProtected(ctx, tx, by, before, protected)
		return err
	})
	return p, err
}

// switchProtected writes the mark, tells, and notes it in the security log.
func (s *Service) switchProtected(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Person, protected bool) (Person, error) {
	eventType, what := PersonWasOpened, audit.PersonOpen
	if protected {
		eventType, what = PersonWasHidden, audit.PersonProtect
	}
	after := before
	after.Protected = protected
	after, err := s.savePerson(ctx, tx, by, before, after, eventType)
	if err != nil {
		return Person{}, err
	}
	return after, audit.Write(ctx, tx, by, audit.Entry{Org: int64(after.Org), What: what, Subject: "person", SubjectID: int64(after.ID)}, nil)
}

// findToProtect finds a person within the reach of verb person.protected; no other verb is needed.
func findToProtect(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id PersonID) (Person, error) {
	var w sqldb.Where
	and(&w, peopleWithin(by, PersonProtected), "p")
	w.And("p.id = ?", int64(id))
	p, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("directory.person.to_protect", selectPerson+w.SQL()), scanPerson, w.Args()...)
	if err == nil && !found {
		return Person{}, errs.Missing()
	}
	return p, err
}
