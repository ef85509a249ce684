package order

import (
	"context"
	"slices"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// findReferences reads the references that were chosen, and those that stand for the units of those who get something.
func (r *resolver) findReferences(ctx context.Context, q sqldb.Querier, wishes []wish) error {
	var err error
	ids := slices.DeleteFunc(distinct(wishes, func(w *wish) directory.ReferenceID { return w.reference }), func(id directory.ReferenceID) bool { return id == 0 })
	if r.refs, err = directory.ReferencesIn(ctx, q, ids...); err != nil {
		return err
	}
	var units, centres []int64
	for i := range wishes {
		if p, ok := r.people[wishes[i].person]; ok && wishes[i].reference == 0 {
			units, centres = append(units, p.Units...), append(centres, int64(p.CostCentre))
		}
	}
	slices.Sort(units)
	slices.Sort(centres)
	if len(units) == 0 {
		return nil
	}
	r.usable, err = sqldb.All(ctx, q, referencesOfUnits, func(row sqldb.Row) (directory.Reference, error) {
		var f directory.Reference
		return f, row.Scan(&f.ID, &f.Org, &f.Code, &f.CostCentre, sqldb.ScanID(&f.Unit))
	}, int64(r.org), sqldb.Time(r.now), sqldb.List[int64](slices.Compact(units)), sqldb.List[int64](slices.Compact(centres)))
	return err
}

var referencesOfUnits = sqldb.Q("order.references_of_units", `select f.id, f.org_id, f.code, f.cost_centre_id, f.unit_id from invoice_reference f
	where f.org_id = $1 and f.active and f.valid_from <= $2 and (f.valid_to is null or f.valid_to > $2) and (f.unit_id {{in $3}} or f.cost_centre_id {{in $4}})
	order by f.code, f.id`)

// Needs reports whether an offer binds somebody's money or access, so that an invoice reference has to be named.
func Needs(item *catalogue.Config) bool {
	return item.NeedsReference || item.Costs() || item.Kind == catalogue.Order
}

// pay finds who pays and whether the actor may order that for them.
func (r *resolver) pay(w *wish, l *Line, item *catalogue.Item, p *catalogue.Recipient) error {
	verb := catalogue.VerbOf(&item.Config)
	if !r.who.who.May(verb) {
		return errs.Denied(string(verb))
	}
	try := func(f directory.Reference) (authz.Grant, bool) {
		l.Reference = f.ID
		if f.ID != 0 {
			l.CostCentre = f.CostCentre
		}
		return catalogue.MayOrder(r.who.who, &item.Config, l.matter(p.Units))
	}
	own := p.CostCentre
	grant, ok := authz.Grant{}, false
	switch {
	case w.reference != 0:
		f, known := r.refs[w.reference]
		switch {
		case !known || f.Org != r.org:
			r.fault(w, "reference", "reference.unknown")
			return nil
		case !f.Usable(r.now):
			r.fault(w, "reference", "reference.closed", "code", f.Code)
			return nil
		}
		if grant, ok = try(f); ok && byPlaceAlone(grant) {
			ok = near(p, &f)
		}
	default:
		for _, f := range r.nearest(p) {
			if grant, ok = try(f); ok {
				break
			}
		}
		if !ok {
			l.CostCentre = own
			if grant, ok = try(directory.Reference{}); r.binding && !w.help && (!ok || Needs(&item.Config)) {
				r.fault(w, "reference", "order.error.reference")
				return nil
			}
			ok = true // Who pays may be said at the check-out.
		}
	}
	if !ok {
		r.fault(w, "reference", "order.error.right")
		return nil
	}
	if r.behalf == 0 {
		r.behalf = directory.PersonID(grant.For)
	}
	return nil
}

// byPlaceAlone reports whether a right says where somebody orders and nothing of whose money it is.
func byPlaceAlone(g authz.Grant) bool {
	names := func(r authz.Reach) bool { return r == authz.Reference || r == authz.CostCentre }
	return (g.Reach == authz.Unit || g.Reach == authz.Site) && !slices.ContainsFunc(g.Limits, func(l authz.Limit) bool { return names(l.Reach) })
}

// near reports whether a reference is of the person's unit, of its cost centre or of a unit above.
func near(p *catalogue.Recipient, f *directory.Reference) bool {
	return p.CostCentre != 0 && f.CostCentre == p.CostCentre || f.Unit != 0 && slices.Contains(p.Units, int64(f.Unit))
}

// nearest are the references that may stand for a person: of the unit, of its cost centre, of a unit above.
func (r *resolver) nearest(p *catalogue.Recipient) []directory.Reference {
	var unit, centre, above []directory.Reference
	for _, f := range r.usable {
		switch {
		case f.Unit != 0 && f.Unit == p.Unit:
			unit = append(unit, f)
		case p.CostCentre != 0 && f.CostCentre == p.CostCentre:
			centre = append(centre, f)
		case f.Unit != 0 && slices.Contains(p.Units, int64(f.Unit)):
			above = append(above, f)
		}
	}
	return append(append(unit, centre...), above...)
}
