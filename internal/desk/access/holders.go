package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostHolders bounds who is named.
const mostHolders = 2000

// Holder is somebody who may, and by which right.
type Holder struct {
	Person directory.PersonID
	For    directory.PersonID // The one whose right it is, when Person is a substitute.
	Role   string
	Right  RightID
	Grant  authz.Grant
}

// RightsFor lists everybody who holds a verb for anything in an organisation just now, with the grant by which they do,
// substitutes among them: one statement for whoever has many matters to ask about. Grant.Covers decides on each.
func RightsFor(ctx context.Context, q sqldb.Querier, verb authz.Verb, org directory.OrgID) ([]Holder, error) {
	return sqldb.All(ctx, q, candidates, func(r sqldb.Row) (Holder, error) {
		h := Holder{Grant: authz.Grant{Verb: verb}}
		var limits string
		if err := r.Scan(&h.Right, &h.Person, &h.Role, &h.Grant.Reach, sqldb.ScanID(&h.Grant.Of), sqldb.ScanID(&h.For), &limits); err != nil {
			return h, err
		}
		h.Grant.For = int64(h.For)
		var err error
		h.Grant.Limits, err = parseLimits(limits)
		return h, err
	}, string(verb), sqldb.Time(q.Now()), int64(org), mostHolders)
}

// HoldersOf answers who may do something about a matter just now: everybody whose grant covers it, by the very rule that
// lets them. Somebody who holds it in several ways is there once, by a right of their own if there is one. It is for use
// cases that hand something on; pages ask WhoMay.
func HoldersOf(ctx context.Context, q sqldb.Querier, verb authz.Verb, m authz.Matter) ([]Holder, error) {
	all, err := RightsFor(ctx, q, verb, directory.OrgID(m.Org))
	if err != nil {
		return nil, err
	}
	var out []Holder
	at := map[directory.PersonID]int{}
	for _, h := range all {
		if !h.Grant.Covers(m) {
			continue
		}
		i, there := at[h.Person]
		switch {
		case !there:
			at[h.Person] = len(out)
			out = append(out, h)
		case out[i].For != 0 && h.For == 0:
			out[i] = h
		}
	}
	return out, nil
}

// The grants of a verb that can cover something in an organisation: those of its people, and those of others that name
// the organisation or everything.
var candidates = sqldb.Q("access.candidates", `
	select g.id, g.person_id, r.key, g.reach, g.of_id, g.for_id, g.limits
	from role_grant g join role_verb v on v.role_id = g.role_id join role r on r.id = g.role_id join person p on p.id = g.person_id
	where v.verb = $1 and p.active and (g.org_id = $3 or g.reach = 'everywhere' or g.reach = 'organisation' and g.of_id = $3)
		and g.reach in ('everywhere', 'organisation', 'desk', 'unit', 'site', 'cost_centre', 'reference', 'service', 'object')
		and `+inForce+` and `+carried+`
	order by p.sort_key, g.id limit $4`)

// Who is a holder as a page shows them.
type Who struct {
	Holder
	Name    string
	ForName string // "" when it is their own, or when the other's name may not be known.
}

// WhoMay is HoldersOf for a page: names that the actor may know, by name. People with protected identity are not there for
// those who may not know of them. It asks for verb access.who in the matter's organisation.
func (s *Service) WhoMay(ctx context.Context, by authz.Actor, verb authz.Verb, m authz.Matter) ([]Who, error) {
	all, err := s.WhoMayEach(ctx, by, m, verb)
	return all[verb], err
}

// WhoMayEach is WhoMay for several verbs: one statement for each and one for the names.
func (s *Service) WhoMayEach(ctx context.Context, by authz.Actor, m authz.Matter, verbs ...authz.Verb) (map[authz.Verb][]Who, error) {
	if !by.May(MayWho) || !by.IsSystem() && m.Org != by.Org && !by.MayIn(MayWho, authz.Organisation, m.Org) {
		return nil, errs.Denied(string(MayWho))
	}
	holders := map[authz.Verb][]Holder{}
	var ids []directory.PersonID
	for _, v := range verbs {
		var err error
		if holders[v], err = HoldersOf(ctx, s.db, v, m); err != nil {
			return nil, err
		}
		for _, h := range holders[v] {
			ids = append(ids, h.Person)
			if h.For != 0 {
				ids = append(ids, h.For)
			}
		}
	}
	names, err := directory.NamesIn(ctx, s.db, by, ids...)
	if err != nil {
		return nil, err
	}
	out := map[authz.Verb][]Who{}
	for v, some := range holders {
		for _, h := range some {
			name, known := names[h.Person]
			if known && (h.For == 0 || names[h.For] != "") {
				out[v] = append(out[v], Who{h, name, names[h.For]})
			}
		}
	}
	return out, nil
}

// Whole is the function Whole for a page.
func (s *Service) Whole(ctx context.Context, m authz.Matter) (authz.Matter, error) {
	return Whole(ctx, s.db, m)
}

// Whole fills in what follows from what is known of a matter: the organisation and cost centre of an invoice reference,
// its unit where none was said, all units above a unit, the service of an object.
func Whole(ctx context.Context, q sqldb.Querier, m authz.Matter) (authz.Matter, error) {
	if m.Reference != 0 {
		f, err := directory.ReferenceByID(ctx, q, directory.ReferenceID(m.Reference))
		if err != nil {
			return m, err
		}
		if m.Org == 0 {
			m.Org = int64(f.Org)
		}
		m.CostCentre = int64(f.CostCentre)
		if len(m.Units) == 0 && f.Unit != 0 {
			m.Units = []int64{int64(f.Unit)}
		}
	}
	if m.Object != 0 && m.Service == 0 {
		id, _, err := sqldb.Maybe(ctx, q, serviceOfObject, func(r sqldb.Row) (int64, error) {
			var id int64
			return id, r.Scan(sqldb.ScanID(&id))
		}, m.Object)
		if err != nil {
			return m, err
		}
		m.Service = id
	}
	if len(m.Units) == 1 {
		above, err := sqldb.All(ctx, q, unitsAbove, sqldb.Value[int64], m.Units[0])
		if err != nil {
			return m, err
		}
		if len(above) > 0 {
			m.Units = above
		}
	}
	return m, nil
}

var serviceOfObject = sqldb.Q("access.service.of_object", `select service_id from service_object where id = $1`)

var selectHolders = sqldb.Q("access.holders", `
	select distinct g.person_id from role_grant g join role_verb v on v.role_id = g.role_id
	where v.verb = $1 and `+inForce+` and `+carried+` and g.limits = ''
		and (g.reach = 'desk' and g.of_id = $4 or g.reach = 'organisation' and g.of_id = $3 or g.reach = 'everywhere')
	order by g.person_id limit $5`)

// Holders returns who holds a verb for a desk now, for a use case that hands something to a colleague: it decides who may
// ask. Whoever holds it as a substitute is among them.
func Holders(ctx context.Context, q sqldb.Querier, verb authz.Verb, org directory.OrgID, desk directory.DeskID) ([]directory.PersonID, error) {
	return sqldb.All(ctx, q, selectHolders, sqldb.Value[directory.PersonID], string(verb), sqldb.Time(q.Now()), int64(org), int64(desk), mostHolders)
}
