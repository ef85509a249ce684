package directory

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Caller returns one person with the names of unit and site, in one statement: what an agent sees of whoever is on the
// line. Like Person it knows only whom the actor may read, and writes to the security log when it shows somebody protected.
func (s *Service) Caller(ctx context.Context, by authz.Actor, id PersonID) (PersonHit, error) {
	var w sqldb.Where
	and(&w, peopleFor(by, PersonRead), "p")
	w.And("p.id = ?", int64(id))
	text := `select ` + personColumns + `, p.sort_key, u.name, si.name from person p
		left join unit u on u.id = p.unit_id left join site si on si.id = p.site_id where ` + w.SQL()
	h, err := sqldb.One(ctx, s.db, sqldb.Q("directory.caller", text), scanHit, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return PersonHit{}, errs.Missing()
	}
	if err != nil {
		return PersonHit{}, err
	}
	return h, s.noteSeen(ctx, by, "caller", h.Person)
}
