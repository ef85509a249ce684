package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// View is a saved filter: one's own, or shared by a desk.
type View struct {
	ID     ViewID
	Org    directory.OrgID
	Desk   directory.DeskID
	Owner  directory.PersonID // 0: shared.
	Name   string             // A name that begins with "@" is a text key of a view that ships with the product.
	Filter Filter
	Pos    int
}

const viewColumns = `id, org_id, desk_id, owner_id, name, query, pos`

var (
	selectViews = sqldb.Q("view.list", `
		select `+viewColumns+` from saved_view where desk_id = $1 and (owner_id is null or owner_id = $2) order by owner_id is not null, pos, id`)
	insertView = sqldb.Q("view.insert", `
		insert into saved_view (org_id, desk_id, owner_id, name, query, pos) values ($1, $2, $3, $4, $5, $6) returning id`)
	updateView = sqldb.Q("view.update", `update saved_view set name = $1, query = $2, pos = $3 where id = $4`)
	deleteView = sqldb.Q("view.delete", `delete from saved_view where id = $1`)
	selectView = sqldb.Q("view.one", `select `+viewColumns+` from saved_view where id = $1`)
)

// StandardViews are the queues that every desk begins with.
func StandardViews() []View {
	return []View{
		{ID: -1, Name: "@desk.view.new", Filter: Filter{States: []State{StateNew}, Sort: Oldest}},
		{ID: -2, Name: "@desk.view.mine", Filter: Filter{Mine: true, Sort: Updated}},
		{ID: -3, Name: "@desk.view.my_groups", Filter: Filter{MyGroups: true, Sort: Priority}},
		{ID: -11, Name: "@desk.view.due", Filter: Filter{Sort: Due}},
		{ID: -4, Name: "@desk.view.unowned", Filter: Filter{Unowned: true, Sort: Priority}},
		{ID: -13, Name: "@desk.view.channelled", Filter: Filter{Channelled: true, Sort: Priority}},
		{ID: -5, Name: "@desk.view.awaiting", Filter: Filter{Awaiting: true, Sort: Updated}},
		{ID: -10, Name: "@desk.view.owed", Filter: Filter{Owed: true, Sort: Updated}},
		{ID: -6, Name: "@desk.view.hold", Filter: Filter{States: []State{StateOnHold}, Sort: Updated}},
		{ID: -7, Name: "@desk.view.open", Filter: Filter{Sort: Newest}},
		{ID: -8, Name: "@desk.view.resolved", Filter: Filter{States: []State{StateResolved}, Sort: Newest}},
		{ID: -9, Name: "@desk.view.all", Filter: Filter{AnyState: true, Sort: Newest}},
	}
}

func scanView(r sqldb.Row) (View, error) {
	var v View
	var query string
	if err := r.Scan(&v.ID, &v.Org, &v.Desk, sqldb.ScanID(&v.Owner), &v.Name, &query, &v.Pos); err != nil {
		return v, err
	}
	var err error
	v.Filter, err = ParseFilter(query)
	return v, err
}

// Views returns the standard queues, the desk's shared views and the actor's own.
func (s *Service) Views(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]View, error) {
	saved, err := sqldb.All(ctx, s.db, selectViews, scanView, int64(desk), by.Person)
	return append(StandardViews(), saved...), err
}

// SaveView keeps a view for the actor, or for the whole desk when shared. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) SaveView(ctx context.Context, by authz.Actor, v View, shared bool) (View, error) {
	verb := MayRead
	v.Owner = directory.PersonID(by.Person)
	if shared {
		verb, v.Owner = MayConfigure, 0
	}
	if !mayAt(by, verb, v.Org, v.Desk) {
		return v, errs.Denied(string(verb))
	}
	v.Name = clean.Line(v.Name, 80)
	if clean.Blank(v.Name) || v.Name[0] == '@' {
		var f errs.Fields
		f.Add("name", "error.required")
		return v, f.Err()
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if v.ID > 0 {
			if err := s.ownView(ctx, tx, by, v.ID); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, updateView, v.Name, v.Filter.String(), v.Pos, int64(v.ID))
			return err
		}
		id, err := tx.Insert(ctx, insertView, int64(v.Org), int64(v.Desk), sqldb.ID(v.Owner), v.Name, v.Filter.String(), v.Pos)
		v.ID = ViewID(id)
		return err
	})
	return v, err
}

// DropView deletes a view of one's own, or a shared one with the right to configure.
func (s *Service) DropView(ctx context.Context, by authz.Actor, id ViewID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.ownView(ctx, tx, by, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, deleteView, int64(id))
		return err
	})
}

func (s *Service) ownView(ctx context.Context, q sqldb.Querier, by authz.Actor, id ViewID) error {
	old, found, err := sqldb.Maybe(ctx, q, selectView, scanView, int64(id))
	if err != nil {
		return err
	}
	if !found || old.Owner != 0 && int64(old.Owner) != by.Person || old.Owner == 0 && !mayAt(by, MayConfigure, old.Org, old.Desk) {
		return errs.Missing()
	}
	return nil
}
