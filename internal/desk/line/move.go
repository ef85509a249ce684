package line

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// MoveIn hands a contact to a group, where it waits again, or to an agent (0: anybody of the group), whom it is shown to as
// ringing. It keeps its place: whoever came first goes first. What has ended is a Conflict. Errors: errs.NotFound.
func (s *Service) MoveIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ContactID, group directory.GroupID, agent directory.PersonID) (Contact, error) {
	c, err := loadContact(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if c.State == Ended {
		return c, errs.E(errs.Conflict, "line.error.ended")
	}
	before := c
	c.State, c.Agent = Waiting, 0
	if group != 0 {
		c.Group = group
	}
	if err := change(ctx, tx, &before, &c); err != nil {
		return c, err
	}
	if err := silence(ctx, tx, c.ID); err != nil {
		return c, err
	}
	if agent != 0 {
		if err := ring(ctx, tx, c.ID, []directory.PersonID{agent}); err != nil {
			return c, err
		}
	}
	if before.Agent != 0 {
		tx.Poke(CallsTopic(before.Agent))
	}
	return c, s.tell(ctx, tx, by, &c, EventMoved, tx.Now())
}
