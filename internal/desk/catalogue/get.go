package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Get returns the offer of a key as it is offered now. Errors: errs.Forbidden; errs.NotFound when it is not shown to the
// actor.
func (s *Service) Get(ctx context.Context, by authz.Actor, key string) (Item, error) {
	return s.GetFor(ctx, by, key, 0)
}

// GetFor is Get for a person: what is shown to them, through an actor who orders for them.
func (s *Service) GetFor(ctx context.Context, by authz.Actor, key string, person directory.PersonID) (Item, error) {
	if !by.May(MayRead) {
		return Item{}, errs.Denied(string(MayRead))
	}
	r, err := readerOf(ctx, s.db, by, person)
	if err != nil {
		return Item{}, err
	}
	return s.get(ctx, by, key, &r)
}

// GetTo is GetFor for a recipient who has been found already.
func (s *Service) GetTo(ctx context.Context, by authz.Actor, key string, to *Recipient) (Item, error) {
	if !by.May(MayRead) {
		return Item{}, errs.Denied(string(MayRead))
	}
	r := to.reader()
	return s.get(ctx, by, key, &r)
}

func (s *Service) get(ctx context.Context, by authz.Actor, key string, r *reader) (Item, error) {
	var w sqldb.Where
	condition, args := offered(by, r, s.db.Now()).SQL()
	w.And(condition, args...)
	w.And("i.key = ?", key)
	i, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("catalogue.get", selectOffered+w.SQL()), scan, w.Args()...)
	if err != nil {
		return i, err
	}
	if !found {
		return i, errs.Missing()
	}
	one := []Item{i}
	err = s.measure(ctx, one)
	return one[0], err
}

// OfferedIn returns those of some offers that are shown to a person through the actor, as they are offered now, by their
// numbers: what an order is made of. One that is missing is retired, hidden, or no offer at all.
func OfferedIn(ctx context.Context, q sqldb.Querier, by authz.Actor, person directory.PersonID, ids ...ID) (map[ID]Item, error) {
	if !by.May(MayRead) {
		return nil, errs.Denied(string(MayRead))
	}
	r, err := readerOf(ctx, q, by, person)
	if err != nil {
		return nil, err
	}
	return offeredIn(ctx, q, by, &r, ids)
}

// OfferedToIn is OfferedIn for somebody for whom the actor orders, who has been read already.
func OfferedToIn(ctx context.Context, q sqldb.Querier, by authz.Actor, to *Recipient, ids ...ID) (map[ID]Item, error) {
	if !by.May(MayRead) {
		return nil, errs.Denied(string(MayRead))
	}
	r := to.reader()
	return offeredIn(ctx, q, by, &r, ids)
}

func offeredIn(ctx context.Context, q sqldb.Querier, by authz.Actor, r *reader, ids []ID) (map[ID]Item, error) {
	var w sqldb.Where
	condition, args := offered(by, r, q.Now()).SQL()
	w.And(condition, args...)
	w.And("i.id {{in ?}}", sqldb.List[ID](ids))
	list, err := sqldb.All(ctx, q, sqldb.Q("catalogue.offered_in", selectOffered+w.SQL()), scan, w.Args()...)
	out := make(map[ID]Item, len(list))
	for i := range list {
		out[list[i].ID] = list[i]
	}
	return out, err
}

// ItemAt returns an offer as a version of it reads, retired or not: for orders, which say for ever what they said. The
// caller has checked that the reader may see the order.
func ItemAt(ctx context.Context, q sqldb.Querier, id ID, version int64) (Item, error) {
	i, found, err := sqldb.Maybe(ctx, q, selectAt, scan, int64(id), version)
	if err == nil && !found {
		err = errs.Missing()
	}
	return i, err
}

// Ref names a version of an offer.
type Ref struct {
	Item    ID
	Version int64
}

// ItemsAt is ItemAt for many.
func ItemsAt(ctx context.Context, q sqldb.Querier, refs []Ref) (map[Ref]Item, error) {
	ids := make([]ID, 0, len(refs))
	for _, r := range refs {
		if !slices.Contains(ids, r.Item) {
			ids = append(ids, r.Item)
		}
	}
	out := make(map[Ref]Item, len(refs))
	if len(ids) == 0 {
		return out, nil
	}
	// Versions of the same offer are few; those that nobody asked for are left out here.
	list, err := sqldb.All(ctx, q, selectVersionsOf, scan, sqldb.List[ID](ids))
	for i := range list {
		if r := (Ref{list[i].ID, list[i].Version}); slices.Contains(refs, r) {
			out[r] = list[i]
		}
	}
	return out, err
}

var selectVersionsOf = sqldb.Q("catalogue.versions_of", `select `+columns+`, cv.version, cv.config
	from catalogue_item i join catalogue_version cv on cv.item_id = i.id where i.id {{in $1}}`)

const selectReader = `select p.id, p.org_id, coalesce(p.site_id, u.site_id), p.category, coalesce(u.path, '')
	from person p left join unit u on u.id = p.unit_id where p.active and `

// readerOf reads where a person stands, if the actor may order for them. 0 is the actor.
func readerOf(ctx context.Context, q sqldb.Querier, by authz.Actor, person directory.PersonID) (reader, error) {
	if person == 0 {
		person = directory.PersonID(by.Person)
	}
	if person == 0 {
		return reader{org: directory.OrgID(by.Org)}, nil
	}
	var w sqldb.Where
	w.And("p.id = ?", int64(person))
	if !by.IsSystem() && int64(person) != by.Person {
		condition, args := recipients(by).SQL()
		w.And(condition, args...)
	}
	r, found, err := sqldb.Maybe(ctx, q, sqldb.Q("catalogue.reader", selectReader+w.SQL()), func(row sqldb.Row) (reader, error) {
		var r reader
		var path string
		err := row.Scan(&r.person, &r.org, sqldb.ScanID(&r.site), &r.category, &path)
		r.units = above(path)
		return r, err
	}, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return r, err
}

// above are the units of a path: the unit itself and all above it.
func above(path string) []int64 {
	var out []int64
	for part := range strings.SplitSeq(path, "/") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			out = append(out, n)
		}
	}
	return out
}
