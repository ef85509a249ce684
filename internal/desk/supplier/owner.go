package supplier

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Owner is somebody at a desk who can keep a cooperation or a matter up.
type Owner struct {
	ID   directory.PersonID
	Name string
}

// Owners returns whoever works in a group of the organisation's desks.
func (s *Service) Owners(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Owner, error) {
	var w sqldb.Where
	w.And("p.active and p.id in (select gm.person_id from group_member gm join desk_group g on g.id = gm.group_id where g.org_id = ? and g.active)", int64(org))
	and(&w, directory.NamesSeen(by), "p")
	condition, args := inOrg(atDesk(by, MayRead), "p.org_id")
	w.And(condition, args...)
	text := `select p.id, p.given_name || ' ' || p.family_name from person p where ` + w.SQL() + ` order by p.sort_key, p.id` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.owners", text), func(r sqldb.Row) (Owner, error) {
		var o Owner
		return o, r.Scan(&o.ID, &o.Name)
	}, w.Args()...)
}

var selectOwner = sqldb.Q("supplier.owner", `
	select count(*) from person p where p.id = $1 and p.active and p.id in (select gm.person_id from group_member gm join desk_group g on g.id = gm.group_id where g.org_id = $2)`)

// ownerIn holds that an owner works at a desk of the organisation; 0 is nobody.
func ownerIn(ctx context.Context, q sqldb.Querier, org directory.OrgID, owner directory.PersonID) error {
	if owner == 0 {
		return nil
	}
	n, err := sqldb.One(ctx, q, selectOwner, sqldb.Value[int64], int64(owner), int64(org))
	if err == nil && n == 0 {
		var f errs.Fields
		f.Add("owner", "error.choose")
		return f.Err()
	}
	return err
}
