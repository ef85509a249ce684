package supplier

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Card is all that a supplier's page shows of what is kept here.
type Card struct {
	Supplier
	Contacts []Contact
	Workers  []Worker
	Matters  []Matter // Those that are not over.
	Reports  []Report
	Levels   []Level
}

// Card returns a supplier with what belongs to it. Errors: errs.NotFound.
func (s *Service) Card(ctx context.Context, by authz.Actor, id ID) (Card, error) {
	var c Card
	var err error
	if c.Supplier, err = s.Load(ctx, by, id); err != nil {
		return c, err
	}
	if c.Contacts, err = sqldb.All(ctx, s.d.DB, selectContacts, scanContact, int64(id)); err != nil {
		return c, err
	}
	if c.Workers, err = s.workers(ctx, by, id); err != nil {
		return c, err
	}
	if c.Matters, err = s.Matters(ctx, by, MatterFilter{Supplier: id}); err != nil {
		return c, err
	}
	if c.Reports, err = s.Reports(ctx, by, id); err != nil {
		return c, err
	}
	c.Levels, err = s.Levels(ctx, by, 0, "", id)
	return c, err
}

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
	return s.workers(ctx, by, id)
}

func (s *Service) workers(ctx context.Context, by authz.Actor, id ID) ([]Worker, error) {
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

// Seems reports whether the actor seems to hold a verb for what belongs to an organisation, as far as a page needs to
// know what to offer: the use case decides.
func Seems(by authz.Actor, verb authz.Verb, org directory.OrgID) bool {
	return by.MayIn(verb, authz.Organisation, int64(org)) || by.Has(verb, authz.Desk)
}
