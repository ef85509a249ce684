package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Join makes a person a member of a group, beside those who are already, whether or not the actor can see them all. The
// person must be within the actor's sight. Joining twice is no error.
func (s *Service) Join(ctx context.Context, by authz.Actor, id GroupID, person PersonID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		g, err := findGroupToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := canJoin(ctx, tx, by, person); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, joinGroup, int64(id), int64(person))
		if err != nil || n == 0 {
			return err // A member already.
		}
		return s.tellGroup(ctx, tx, by, g, GroupMembers, MembersChanged{Joined: []PersonID{person}})
	})
}

// Leave ends a person's membership of a group. Leaving twice is no error.
func (s *Service) Leave(ctx context.Context, by authz.Actor, id GroupID, person PersonID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		g, err := findGroupToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if _, err := findPerson(ctx, tx, by, PersonRead, person); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, deleteMember, int64(id), int64(person))
		if err != nil || n == 0 {
			return err // No member any more.
		}
		return s.tellGroup(ctx, tx, by, g, GroupMembers, MembersChanged{Left: []PersonID{person}})
	})
}

var joinGroup = sqldb.Q("directory.member.join", `
	insert into group_member (group_id, person_id) values ($1, $2) on conflict do nothing`)
