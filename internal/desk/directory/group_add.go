package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AddGroup makes a group at a desk. Line is 1, 2 or 3. It asks for verb group.write at the desk or its organisation.
func (s *Service) AddGroup(ctx context.Context, by authz.Actor, desk DeskID, name string, line int) (Group, error) {
	g := Group{Desk: desk, Name: clean.Line(name, 0), Line: line, Active: true}
	if err := checkGroup(g).Err(); err != nil {
		return Group{}, err
	}
	d, err := s.Desk(ctx, by, desk)
	if err != nil {
		return Group{}, err
	}
	if g.Org = d.Org; !mayAtDesk(by, GroupWrite, d.ID, d.Org) {
		return Group{}, errs.Denied(string(GroupWrite))
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertGroup, int64(g.Org), int64(g.Desk), g.Name, g.Line)
		if sqldb.Violates(err, "desk_group_desk_id_name_key") {
			return fieldTaken("name")
		}
		if g.ID = GroupID(id); err != nil {
			return err
		}
		return s.tellGroup(ctx, tx, by, g, GroupAdded, nil)
	})
	return g, err
}

// ChangeGroup renames a group, moves it to another line, or ends it.
func (s *Service) ChangeGroup(ctx context.Context, by authz.Actor, id GroupID, name string, line int, active bool) (Group, error) {
	var g Group
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := findGroupToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		g = before
		g.Name, g.Line, g.Active = clean.Line(name, 0), line, active
		if err := checkGroup(g).Err(); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, updateGroup, int64(id), g.Name, g.Line, g.Active)
		if sqldb.Violates(err, "desk_group_desk_id_name_key") {
			return fieldTaken("name")
		}
		if err != nil {
			return err
		}
		return s.tellGroup(ctx, tx, by, g, GroupChanged, []Change{{"name", before.Name, g.Name}})
	})
	return g, err
}

func findGroupToWrite(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id GroupID) (Group, error) {
	g, err := findGroup(ctx, tx, by, id)
	if err != nil {
		return Group{}, err
	}
	if !mayAtDesk(by, GroupWrite, g.Desk, g.Org) && !by.MayIn(GroupWrite, authz.Group, int64(id)) {
		return Group{}, errs.Denied(string(GroupWrite))
	}
	return g, nil
}

func checkGroup(g Group) errs.Fields {
	var bad errs.Fields
	required(&bad, "name", g.Name)
	if g.Line < 1 || g.Line > 3 {
		bad.Add("line", "field.choice")
	}
	return bad
}

var (
	insertGroup = sqldb.Q("directory.group.insert", `insert into desk_group (org_id, desk_id, name, line) values ($1, $2, $3, $4) returning id`)
	updateGroup = sqldb.Q("directory.group.update", `update desk_group set name = $2, line = $3, active = $4 where id = $1`)
)
