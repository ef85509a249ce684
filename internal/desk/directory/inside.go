package directory

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PersonIn is Person inside another capability's transaction: the actor sees themselves and whom they may read. Nothing
// is logged, because the person's facts are used and not shown. Errors: errs.NotFound.
func PersonIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id PersonID) (Person, error) {
	if by.IsSystem() || int64(id) == by.Person {
		p, err := Load(ctx, q, id)
		if errors.Is(err, sqldb.ErrNone) {
			return Person{}, errs.Missing()
		}
		return p, err
	}
	return findPerson(ctx, q, by, PersonRead, id)
}

var firstDesk = sqldb.Q("directory.desk.first", selectDesk+`d.org_id = $1 and d.active order by d.id limit 1`)

// DeskFor returns the desk with that id, or the organisation's first when id is 0. A desk of another organisation than
// org is not found; org 0 takes the desk's own. For use inside a transaction that has decided who may.
func DeskFor(ctx context.Context, q sqldb.Querier, org OrgID, id DeskID) (Desk, error) {
	stmt, arg := firstDesk, int64(org)
	if id != 0 {
		stmt, arg = deskByID, int64(id)
	}
	d, found, err := sqldb.Maybe(ctx, q, stmt, scanDesk, arg)
	if err != nil {
		return Desk{}, err
	}
	if !found || org != 0 && d.Org != org {
		return Desk{}, errs.Missing()
	}
	return d, nil
}

var deskByID = sqldb.Q("directory.desk.by_id", selectDesk+`d.id = $1 and d.active`)
