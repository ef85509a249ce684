package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Names are the names behind the ids in a ticket's history. A person with protected identity has none for a reader
// without the permission.
type Names struct {
	People     map[int64]string
	Groups     map[int64]string
	Categories map[int64]Category
	Units      map[int64]string
	Sites      map[int64]string
	Desks      map[int64]string
	Services   map[int64]Category // Named in both languages, as categories are.
	Suppliers  map[int64]string
}

const namesText = `
	select cast('person' as text), p.id, p.given_name || ' ' || p.family_name, '' from person p where p.id {{in $1}} and `

const otherNamesText = `
	union all select 'group', g.id, g.name, '' from desk_group g where g.id {{in $2}}
	union all select 'category', c.id, c.name_sv, c.name_en from category c where c.id {{in $3}}
	union all select 'unit', u.id, u.name, '' from unit u where u.id {{in $4}}
	union all select 'site', s.id, s.name, '' from site s where s.id {{in $5}}
	union all select 'desk', d.id, d.name, '' from desk d where d.id {{in $6}}
	union all select 'service', v.id, v.name_sv, v.name_en from service v where v.id {{in $7}}
	union all select 'supplier', l.id, l.name, '' from supplier l where l.id {{in $8}}`

// NamesIn returns the names of everything that a history mentions, in one statement. The reader has been shown the
// history, and so may know whom it names, but for those with protected identity.
func (s *Service) NamesIn(ctx context.Context, by authz.Actor, history []Entry) (Names, error) {
	n := Names{
		People: map[int64]string{}, Groups: map[int64]string{}, Categories: map[int64]Category{}, Units: map[int64]string{},
		Sites: map[int64]string{}, Desks: map[int64]string{}, Services: map[int64]Category{}, Suppliers: map[int64]string{},
	}
	ids := map[string]sqldb.List[int64]{}
	for _, e := range history {
		ids["person"] = append(ids["person"], e.Actor, e.For)
		if e.Routed != nil {
			for _, g := range e.Routed.Passed {
				ids["group"] = append(ids["group"], int64(g))
			}
		}
		for column, d := range e.Changes {
			if kind, ok := nameOf[column]; ok {
				ids[kind] = append(ids[kind], toInt(d.From), toInt(d.To))
			}
		}
	}
	var w sqldb.Where
	for _, kind := range []string{"person", "group", "category", "unit", "site", "desk", "service", "supplier"} {
		w.Numbered("?", ids[kind]) // $1 to $8.
	}
	text := namesText + namesSeen(&w, by, "p") + otherNamesText
	err := sqldb.Each(ctx, s.db, sqldb.Q("ticket.names", text), func(r sqldb.Row) error {
		var what, name, en string
		var id int64
		if err := r.Scan(&what, &id, &name, &en); err != nil {
			return err
		}
		switch what {
		case "person":
			n.People[id] = name
		case "group":
			n.Groups[id] = name
		case "category":
			n.Categories[id] = Category{ID: CategoryID(id), Sv: name, En: en}
		case "unit":
			n.Units[id] = name
		case "site":
			n.Sites[id] = name
		case "desk":
			n.Desks[id] = name
		case "service":
			n.Services[id] = Category{Sv: name, En: en}
		case "supplier":
			n.Suppliers[id] = name
		}
		return nil
	}, w.Args()...)
	return n, err
}

// nameOf says what kind of thing a column of ids names.
var nameOf = map[string]string{
	"requester_id": "person", "reporter_id": "person", "assignee_id": "person", "group_id": "group",
	"category_id": "category", "unit_id": "unit", "site_id": "site", "desk_id": "desk",
	"service_id": "service", "supplier_id": "supplier",
}
