package directory

import (
	"context"
	"errors"
	"fmt"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Person returns one person. Somebody who does not exist, is out of reach, or is protected from the actor is NotFound
// alike. Seeing a protected person is written to the security log first.
func (s *Service) Person(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	p, err := findPerson(ctx, s.db, by, PersonRead, id)
	if err != nil {
		return Person{}, err
	}
	return p, s.noteSeen(ctx, by, "person", p)
}

// findPerson returns a person for whom the actor holds the verb.
func findPerson(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id PersonID) (Person, error) {
	var w sqldb.Where
	and(&w, peopleFor(by, verb), "p")
	w.And("p.id = ?", int64(id))
	p, err := sqldb.One(ctx, q, sqldb.Q("directory.person.find", selectPerson+w.SQL()), scanPerson, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Person{}, errs.Missing()
	}
	return p, err
}

// PersonFor returns a person for whom the actor holds the verb, or NotFound, without a line in the security log: for a
// use case that does something about the person and writes its own line.
func PersonFor(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id PersonID) (Person, error) {
	return findPerson(ctx, q, by, verb, id)
}

// Load returns a person without asking who wants to know: for capabilities that have decided that already, inside
// their transaction. It fails with sqldb.ErrNone when there is none.
func Load(ctx context.Context, q sqldb.Querier, id PersonID) (Person, error) {
	p, err := sqldb.One(ctx, q, personByID, scanPerson, int64(id))
	if err != nil {
		return Person{}, fmt.Errorf("person %d: %w", id, err)
	}
	return p, nil
}

// noteSeen writes to the security log which protected people the actor was shown, and where.
func (s *Service) noteSeen(ctx context.Context, by authz.Actor, where string, people ...Person) error {
	var secret []Person
	for _, p := range people {
		if p.Protected && int64(p.ID) != by.Person && !by.IsSystem() {
			secret = append(secret, p)
		}
	}
	if len(secret) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, p := range secret {
			entry := audit.Entry{Org: int64(p.Org), What: audit.PersonRead, Subject: "person", SubjectID: int64(p.ID)}
			if err := audit.Write(ctx, tx, by, entry, map[string]string{"where": where}); err != nil {
				return err
			}
		}
		return nil
	})
}
