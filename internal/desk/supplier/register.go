package supplier

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Filter narrows the register.
type Filter struct {
	Org   directory.OrgID // 0: every organisation that the actor sees.
	Sort  Sort
	Ended bool
}

const columns = `s.id, s.org_id, s.kind, s.name, s.active, s.version, coalesce(k.customer_no, ''), coalesce(k.phone, ''),
	coalesce(k.email, ''), coalesce(k.web, ''), coalesce(k.note, ''), k.person_id, k.owner_id, coalesce(k.way, 'portal'),
	coalesce(k.address, ''), coalesce(k.report_minutes, 0), coalesce(k.shows, ''), coalesce(k.hours, ''), coalesce(k.forums, ''),
	coalesce(k.agreement, ''), coalesce(k.valid_from, ''), coalesce(k.valid_to, '')`

const from = ` from supplier s left join supplier_card k on k.supplier_id = s.id `

func scanSupplier(r sqldb.Row) (Supplier, error) {
	var s Supplier
	var shows string
	a := &s.Agreement
	err := r.Scan(&s.ID, &s.Org, &s.Sort, &s.Name, &s.Active, &s.Version, &s.CustomerNo, &s.Phone, &s.Email, &s.Web, &s.Note,
		sqldb.ScanID(&s.Person), sqldb.ScanID(&s.Owner), &a.Way, &a.Address, &a.Minutes, &shows, &a.Hours, &a.Forums, &a.Text, &a.From, &a.To,
		&s.PersonName, &s.OwnerName)
	a.Shows = list(shows)
	return s, err
}

// named adds the names of the persons that the reader may know.
func named(w *sqldb.Where, by authz.Actor) string {
	return `, coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = k.person_id and ` + namesSeen(w, by, "p") + `), ''),
		coalesce((select o.given_name || ' ' || o.family_name from person o where o.id = k.owner_id and ` + namesSeen(w, by, "o") + `), '')`
}

// List returns the suppliers that the actor may see, by name. Whoever works for one sees that one.
func (s *Service) List(ctx context.Context, by authz.Actor, f Filter) ([]Supplier, error) {
	var w sqldb.Where
	names := named(&w, by)
	and(&w, visible(by, MayRead, "id"), "s")
	w.And("s.active = ?", !f.Ended)
	if f.Org != 0 {
		w.And("s.org_id = ?", int64(f.Org))
	}
	if f.Sort != "" {
		w.And("s.kind = ?", string(f.Sort))
	}
	text := "select " + columns + names + from + "where " + w.SQL() + ` order by s.org_id, s.sort_key, s.id` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.list", text), scanSupplier, w.Args()...)
}

// Load returns one supplier, in use or not. Errors: errs.NotFound, the same for one out of reach.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Supplier, error) {
	return load(ctx, s.d.DB, by, MayRead, id)
}

func load(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id ID) (Supplier, error) {
	var w sqldb.Where
	names := named(&w, by)
	and(&w, visible(by, verb, "id"), "s")
	w.And("s.id = ?", int64(id))
	x, found, err := sqldb.Maybe(ctx, q, sqldb.Q("supplier.one", "select "+columns+names+from+"where "+w.SQL()), scanSupplier, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return x, err
}

// loadFor is load for a verb: NotFound when the actor may not even read it, Forbidden when they may, but not this.
func loadFor(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, id ID) (Supplier, error) {
	x, err := load(ctx, q, by, verb, id)
	if !errs.Is(err, errs.NotFound) {
		return x, err
	}
	if _, err := load(ctx, q, by, MayRead, id); err != nil {
		return x, err
	}
	return x, errs.Denied(string(verb))
}

// Orgs returns the organisations in which the actor may keep the register.
func (s *Service) Orgs(ctx context.Context, by authz.Actor) ([]directory.Organisation, error) {
	return s.orgs(ctx, by, MayWrite)
}

// ReadOrgs returns the organisations whose register the actor reads as the desk.
func (s *Service) ReadOrgs(ctx context.Context, by authz.Actor) ([]directory.Organisation, error) {
	return s.orgs(ctx, by, MayRead)
}

func (s *Service) orgs(ctx context.Context, by authz.Actor, verb authz.Verb) ([]directory.Organisation, error) {
	all, err := s.d.Directory.Organisations(ctx, by)
	if err != nil || by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return all, err
	}
	var w sqldb.Where
	condition, args := inOrg(atDesk(by, verb), "o.id")
	w.And(condition, args...)
	ids, err := sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.orgs", `select o.id from organisation o where `+w.SQL()), sqldb.Value[directory.OrgID], w.Args()...)
	return slices.DeleteFunc(all, func(o directory.Organisation) bool { return !slices.Contains(ids, o.ID) }), err
}

// mayIn refuses unless the actor holds the verb at a desk of the organisation.
func mayIn(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, org directory.OrgID) error {
	var w sqldb.Where
	condition, args := inOrg(atDesk(by, verb), "o.id")
	w.And(condition, args...)
	w.And("o.id = ?", int64(org))
	_, found, err := sqldb.Maybe(ctx, q, sqldb.Q("supplier.may_in", `select o.id from organisation o where `+w.SQL()), sqldb.Value[int64], w.Args()...)
	if err == nil && !found {
		err = errs.Denied(string(verb))
	}
	return err
}
