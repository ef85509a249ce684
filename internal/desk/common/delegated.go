package common

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

var selectActiveParent = sqldb.Q("common.active_parent", `
	select t.id from ticket_link l join ticket t on t.id = l.to_id where l.from_id = $1 and l.kind = 'child' and t.active order by t.id limit 1`)

// onDelegated keeps a case of a group from being handed over alone: a group is one unit in cooperation with suppliers, and
// the common ticket is what they work on. Whoever means the case alone takes it out of the group first.
func (s *Service) onDelegated(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	parent, found, err := sqldb.Maybe(ctx, tx, selectActiveParent, sqldb.Value[ticket.ID], e.Stream)
	if err != nil || !found {
		return err
	}
	return errs.E(errs.Conflict, "common.error.delegate_group", "ref", parent.String())
}
