package directory

import (
	"context"
	"errors"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PersonByLogin returns the active person with that login, inside what the actor may read. Errors: errs.NotFound.
func (s *Service) PersonByLogin(ctx context.Context, by authz.Actor, login string) (Person, error) {
	return s.personBy(ctx, by, "p.login = ?", strings.ToLower(clean.Line(login, maxLine)))
}

// PersonByEmail returns the active person with that address, inside what the actor may read; the one added first when
// several share it. Errors: errs.NotFound.
func (s *Service) PersonByEmail(ctx context.Context, by authz.Actor, address string) (Person, error) {
	return s.personBy(ctx, by, "p.email = ?", strings.ToLower(clean.Line(address, maxLine)))
}

func (s *Service) personBy(ctx context.Context, by authz.Actor, condition, value string) (Person, error) {
	var w sqldb.Where
	and(&w, peopleFor(by, PersonRead), "p")
	w.And("p.active")
	w.And(condition, value)
	stmt := sqldb.Q("directory.person.by", selectPerson+w.SQL()+" order by p.id limit 1")
	p, err := sqldb.One(ctx, s.db, stmt, scanPerson, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Person{}, errs.Missing()
	}
	return p, err
}
