package approval

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// sweepBatch is how many approvals one run takes up.
const sweepBatch = 200

var (
	selectDue = sqldb.Q("approval.due", `
		select approval_id from approval_part where state = 'open' and until_version is null and remind_at is not null and remind_at <= $1
		union select approval_id from approval_part where state = 'open' and until_version is null and escalate_at is not null and escalate_at <= $1
		order by approval_id limit $2`)
	duePart = sqldb.Q("approval.due_parts", `
		select p.id, coalesce(p.escalate_at <= $2, false) from approval_part p
		where p.approval_id = $1 and p.state = 'open' and p.until_version is null
			and (p.remind_at is not null and p.remind_at <= $2 or p.escalate_at is not null and p.escalate_at <= $2)`)
	postpone = sqldb.Q("approval.postpone", `update approval_part set remind_at = $2 where id {{in $1}}`)
)

// Sweep reminds of what nobody has answered, and passes on what has waited too long. It is run by the clock.
func (s *Service) Sweep(ctx context.Context) error {
	for {
		ids, err := sqldb.All(ctx, s.d.DB, selectDue, sqldb.Value[ID], sqldb.Time(s.d.DB.Now()), sweepBatch)
		if err != nil {
			return err
		}
		for _, id := range ids {
			err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.fallDue(ctx, tx, id) })
			if err != nil {
				return err
			}
		}
		if len(ids) < sweepBatch {
			return nil
		}
	}
}

// fallDue does for one approval what has fallen due. Run again it finds nothing.
func (s *Service) fallDue(ctx context.Context, tx *sqldb.Tx, id ID) error {
	by := authz.System("approval")
	a, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	late := map[PartID]bool{}
	err = sqldb.Each(ctx, tx, duePart, func(r sqldb.Row) error {
		var part PartID
		var past bool
		err := r.Scan(&part, &past)
		late[part] = past
		return err
	}, int64(id), sqldb.Time(tx.Now()))
	if err != nil || len(late) == 0 {
		return err
	}
	rules, err := rulesOf(ctx, tx, a.Org)
	if err != nil {
		return err
	}
	parts, err := partsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	var due, past []*Part
	for i := range parts {
		p := &parts[i]
		over, is := late[p.ID]
		if is {
			due = append(due, p)
		}
		if over {
			past = append(past, p)
		}
	}
	if err := s.remind(ctx, tx, by, &a, rules, due); err != nil {
		return err
	}
	if err := s.passOn(ctx, tx, by, &a, past); err != nil {
		return err
	}
	return save(ctx, tx, &a)
}

func lineIDs(parts []*Part) []int64 {
	lines, _ := oncePerLine(parts)
	ids := make([]int64, len(lines))
	for i, p := range lines {
		ids[i] = p.Line
	}
	return ids
}

// remind says again that something waits, to those who are asked.
func (s *Service) remind(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, r rules, due []*Part) error {
	var next time.Time
	if r.remind > 0 {
		next = workdays(tx.Now(), r.remind)
	}
	if _, err := tx.Exec(ctx, postpone, idList(due), sqldb.Time(next)); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, by, a, EventReminded, 0, Told{Lines: lineIDs(due)}); err != nil {
		return err
	}
	return s.pass(ctx, tx, by, a, due, wordReminded, func(near, far []directory.PersonID) ([]directory.PersonID, bool) { return near, false })
}

// passOn hands what has waited too long to those for the whole organisation, beside those who were asked.
func (s *Service) passOn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, past []*Part) error {
	if len(past) == 0 {
		return nil
	}
	if err := s.tell(ctx, tx, by, a, EventOverdue, 0, Told{Lines: lineIDs(past)}); err != nil {
		return err
	}
	if err := s.pass(ctx, tx, by, a, past, "", func(_, _ []directory.PersonID) ([]directory.PersonID, bool) { return nil, true }); err != nil {
		return err
	}
	return s.say(ctx, tx, a, wordLate, 0, past, []directory.PersonID{a.Asker, a.AskerFor})
}
