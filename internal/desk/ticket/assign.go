package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AssignInput says who takes over. A person without a group keeps the group; both zero means "nobody".
type AssignInput struct {
	Group    directory.GroupID
	Assignee directory.PersonID
	Version  int64 // What the agent saw; 0 skips the check.
}

// Assign hands a case to a group or a person. Errors: errs.Invalid, errs.Conflict when somebody else has assigned it
// meanwhile, errs.Forbidden, errs.NotFound.
func (s *Service) Assign(ctx context.Context, by authz.Actor, id ID, in AssignInput) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventAssigned, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, _ *Payload) error {
		mine := map[string]any{"group_id": sqldb.ID(in.Group), "assignee_id": sqldb.ID(in.Assignee)}
		if err := s.conflict(ctx, tx, t, in.Version, mine); err != nil {
			return err
		}
		// What the agent left as seen is not in mine any more: the other's change stands.
		if _, edited := mine["group_id"]; !edited {
			in.Group = t.Group
		}
		if _, edited := mine["assignee_id"]; !edited {
			in.Assignee = t.Assignee
		}
		return s.assign(ctx, tx, t, in.Group, in.Assignee)
	})
}

// Take assigns a case to the actor.
func (s *Service) Take(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventAssigned, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, _ *Payload) error {
		return s.assign(ctx, tx, t, t.Group, directory.PersonID(by.Person))
	})
}

// assign counts a hand-over when the case leaves one group for another.
func (s *Service) assign(ctx context.Context, tx *sqldb.Tx, t *Ticket, group directory.GroupID, person directory.PersonID) error {
	if t.State.Ended() {
		return errs.E(errs.Conflict, "ticket.error.ended")
	}
	if t.Group != 0 && group != 0 && group != t.Group {
		t.HandOvers++
	}
	t.Group, t.Assignee = group, person
	if t.AssignedAt.IsZero() && (group != 0 || person != 0) {
		t.AssignedAt = tx.Now()
	}
	begin(t)
	return s.checkPlace(ctx, tx, t, false)
}

// begin opens a new case as soon as somebody has it and it is known what it is about: a queue of new cases that are
// being worked on would tell nobody anything.
func begin(t *Ticket) {
	if t.State == StateNew && t.Category != 0 && t.Assignee != 0 {
		t.State = StateOpen
	}
}

var (
	selectGroupDesk = sqldb.Q("ticket.group_desk", `select desk_id from desk_group where id = $1 and active`)
	selectCategory  = sqldb.Q("ticket.category_place", `select desk_id, coalesce(group_id, 0) from category where id = $1`)
	// An agent is whoever is a member of one of the desk's groups, or holds a right at the desk.
	selectAgent = sqldb.Q("ticket.agent", `
		select count(*) from person p where p.id = $1 and p.active and (
			exists (select 1 from group_member gm join desk_group g on g.id = gm.group_id where gm.person_id = p.id and g.desk_id = $2)
			or exists (select 1 from role_grant rg join role_verb rv on rv.role_id = rg.role_id where rg.person_id = p.id
				and rv.verb = 'ticket.work' and rg.ended_at is null and rg.valid_from <= $3 and (rg.valid_to is null or rg.valid_to > $3)
				and (rg.reach = 'desk' and rg.of_id = $2 or rg.reach = 'organisation' and rg.of_id = $4 or rg.reach = 'everywhere')))`)
)

type categoryPlace struct{ desk, group int64 }

// checkPlace holds that group, assignee and category belong to the ticket's desk, and lets the category name the group.
func (s *Service) checkPlace(ctx context.Context, q sqldb.Querier, t *Ticket, byCategory bool) error {
	var f errs.Fields
	if t.Category != 0 {
		c, found, err := sqldb.Maybe(ctx, q, selectCategory, func(r sqldb.Row) (categoryPlace, error) {
			var c categoryPlace
			return c, r.Scan(&c.desk, &c.group)
		}, int64(t.Category))
		if err != nil {
			return err
		}
		if !found || c.desk != int64(t.Desk) {
			f.Add("category", "error.choose")
		} else if byCategory && t.Group == 0 {
			t.Group = directory.GroupID(c.group)
		}
	}
	if t.Group != 0 {
		desk, found, err := sqldb.Maybe(ctx, q, selectGroupDesk, sqldb.Value[int64], int64(t.Group))
		if err != nil {
			return err
		}
		if !found || desk != int64(t.Desk) {
			f.Add("group", "error.choose")
		}
	}
	if t.Assignee != 0 {
		n, err := sqldb.One(ctx, q, selectAgent, sqldb.Value[int64], int64(t.Assignee), int64(t.Desk), sqldb.Time(q.Now()), int64(t.Org))
		if err != nil {
			return err
		}
		if n == 0 {
			f.Add("assignee", "ticket.error.not_agent")
		}
	}
	return f.Err()
}
