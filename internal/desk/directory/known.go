package directory

import (
	"context"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Known returns an active person of the organisations that the actor has to do with, whose name the actor may know: for
// forms in which one colleague names another. Errors: errs.NotFound.
func Known(ctx context.Context, q sqldb.Querier, by authz.Actor, id PersonID) (Person, error) {
	w := known(by)
	w.And("p.id = ?", int64(id))
	p, found, err := sqldb.Maybe(ctx, q, sqldb.Q("directory.known", selectPerson+w.SQL()), scanPerson, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return p, err
}

// KnownPerson is Known for a page.
func (s *Service) KnownPerson(ctx context.Context, by authz.Actor, id PersonID) (Person, error) {
	return Known(ctx, s.db, by, id)
}

// KnownByAddress is Known by a mail address or a login, written out in full: nobody is found by guessing at names.
func (s *Service) KnownByAddress(ctx context.Context, by authz.Actor, org OrgID, address string) (Person, error) {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" {
		return Person{}, errs.Missing()
	}
	w := known(by)
	w.And("p.org_id = ? and (p.login = ? or lower(p.email) = ?)", int64(org), address, address)
	all, err := sqldb.All(ctx, s.db, sqldb.Q("directory.known.address", selectPerson+w.SQL()+` order by p.id limit 2`), scanPerson, w.Args()...)
	if err == nil && len(all) != 1 {
		return Person{}, errs.Missing()
	}
	if err != nil {
		return Person{}, err
	}
	return all[0], nil
}

// Colleagues lists the active people of the actor's own unit whose names they may know, by name: whom one is likely to
// choose. Those of the categories are left out.
func (s *Service) Colleagues(ctx context.Context, by authz.Actor, limit int, without ...Category) ([]Person, error) {
	if by.Person == 0 {
		return nil, nil
	}
	w := known(by)
	w.And("p.id <> ? and p.unit_id = (select me.unit_id from person me where me.id = ?)", by.Person, by.Person)
	if len(without) > 0 {
		w.And("not (p.category {{in ?}})", sqldb.List[Category](without))
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.colleagues", selectPerson+w.SQL()+w.Numbered(` order by p.sort_key, p.id limit ?`, limit)), scanPerson, w.Args()...)
}

func known(by authz.Actor) *sqldb.Where {
	var w sqldb.Where
	and(&w, placesOf(by), "p")
	and(&w, namesSeen(by), "p")
	w.And("p.active")
	return &w
}

// OnceKnown is KnownByAddress for a look back: people who have left are found too.
func (s *Service) OnceKnown(ctx context.Context, by authz.Actor, org OrgID, address string) (Person, error) {
	address = strings.ToLower(strings.TrimSpace(address))
	var w sqldb.Where
	and(&w, placesOf(by), "p")
	and(&w, namesSeen(by), "p")
	w.And("p.org_id = ? and (p.login = ? or lower(p.email) = ?)", int64(org), address, address)
	all, err := sqldb.All(ctx, s.db, sqldb.Q("directory.once_known", selectPerson+w.SQL()+` order by p.active desc, p.id limit 1`), scanPerson, w.Args()...)
	if err == nil && len(all) == 0 {
		return Person{}, errs.Missing()
	}
	if err != nil {
		return Person{}, err
	}
	return all[0], nil
}
