package supplier

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Worker is somebody who logs in for a supplier.
type Worker struct {
	Person directory.PersonID
	Name   string
	Title  string
	Role   string
	To     time.Time // When the right ends; zero for no end.
}

// Workers returns who works for a supplier now: whoever holds a role with the supplier as its reach.
func (s *Service) Workers(ctx context.Context, by authz.Actor, id ID) ([]Worker, error) {
	if _, err := s.Load(ctx, by, id); err != nil {
		return nil, err
	}
	var w sqldb.Where
	w.And("rg.reach = ? and rg.of_id = ?", string(authz.Supplier), int64(id))
	w.And("rg.ended_at is null and rg.valid_from <= ? and (rg.valid_to is null or rg.valid_to > ?)", sqldb.Time(s.d.DB.Now()), sqldb.Time(s.d.DB.Now()))
	w.And("p.active")
	and(&w, directory.NamesSeen(by), "p")
	text := `select p.id, p.given_name || ' ' || p.family_name, p.title, r.key, rg.valid_to from role_grant rg join person p on p.id = rg.person_id
		join role r on r.id = rg.role_id where ` + w.SQL() + ` order by p.sort_key, p.id` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.workers", text), func(r sqldb.Row) (Worker, error) {
		var x Worker
		err := r.Scan(&x.Person, &x.Name, &x.Title, &x.Role, sqldb.ScanTime(&x.To))
		return x, err
	}, w.Args()...)
}

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
