package directory

import (
	"context"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// MembersChanged is the payload of group.members.
type MembersChanged struct {
	Joined []PersonID `json:"joined,omitempty"`
	Left   []PersonID `json:"left,omitempty"`
}

// Members returns the active people of a group, in the register's order. Whoever works at a desk sees the members of
// groups there; others see those that they may see anyhow.
func (s *Service) Members(ctx context.Context, by authz.Actor, id GroupID) ([]Person, error) {
	if _, err := findGroup(ctx, s.db, by, id); err != nil {
		return nil, err
	}
	var w sqldb.Where
	and(&w, membersSeen(by), "p")
	w.And("p.active and p.id in (select m.person_id from group_member m where m.group_id = ?)", int64(id))
	people, err := sqldb.All(ctx, s.db, sqldb.Q("directory.members", selectPerson+w.SQL()+` order by p.sort_key, p.id`), scanPerson, w.Args()...)
	if err != nil {
		return nil, err
	}
	return people, s.noteSeen(ctx, by, "group", people...)
}

// SetMembers makes these the members of a group. Everybody named must be within the actor's sight; members whom the
// actor cannot see stay.
func (s *Service) SetMembers(ctx context.Context, by authz.Actor, id GroupID, members []PersonID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		g, err := findGroupToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		old, err := sqldb.All(ctx, tx, memberIDs, sqldb.Value[PersonID], int64(id))
		if err != nil {
			return err
		}
		var change MembersChanged
		for _, p := range members {
			if slices.Contains(old, p) || slices.Contains(change.Joined, p) {
				continue
			}
			if err := canJoin(ctx, tx, by, p); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, insertMember, int64(id), int64(p)); err != nil {
				return err
			}
			change.Joined = append(change.Joined, p)
		}
		for _, p := range old {
			if slices.Contains(members, p) {
				continue
			}
			if _, err := findPerson(ctx, tx, by, PersonRead, p); errs.Is(err, errs.NotFound) {
				continue
			} else if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, deleteMember, int64(id), int64(p)); err != nil {
				return err
			}
			change.Left = append(change.Left, p)
		}
		if len(change.Joined)+len(change.Left) == 0 {
			return nil
		}
		return s.tellGroup(ctx, tx, by, g, GroupMembers, change)
	})
}

func canJoin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id PersonID) error {
	p, err := findPerson(ctx, tx, by, PersonRead, id)
	if errs.Is(err, errs.NotFound) || err == nil && !p.Active {
		var bad errs.Fields
		bad.Add("members", "group.member.unknown")
		return bad.Err()
	}
	return err
}

// tellGroup appends to the group's stream. Groups carry no version, so the stream itself counts.
func (s *Service) tellGroup(ctx context.Context, tx *sqldb.Tx, by authz.Actor, g Group, eventType string, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextGroupPos, sqldb.Value[int64], int64(g.ID))
	if err != nil {
		return err
	}
	if changes, ok := payload.([]Change); ok {
		payload = Changed{differing(changes)}
	}
	_, err = s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(g.Org), Kind: GroupStream, Stream: int64(g.ID), Pos: pos, Type: eventType, Payload: payload,
	})
	return err
}

var (
	memberIDs    = sqldb.Q("directory.member.ids", `select person_id from group_member where group_id = $1`)
	insertMember = sqldb.Q("directory.member.insert", `insert into group_member (group_id, person_id) values ($1, $2)`)
	deleteMember = sqldb.Q("directory.member.delete", `delete from group_member where group_id = $1 and person_id = $2`)
	nextGroupPos = sqldb.Q("directory.group.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'group' and stream_id = $1`)
)
