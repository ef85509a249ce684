package catalogue

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability, and those by which what it offers is ordered.
const (
	// MayRead lets somebody look into the catalogue. Held for a service, it shows that service's offers, also those
	// that are shown to nobody else.
	MayRead authz.Verb = "catalogue.read"
	// MayWrite lets somebody keep the catalogue of an organisation.
	MayWrite authz.Verb = "catalogue.write"
	// MayPackage lets somebody make packages of offers.
	MayPackage authz.Verb = "catalogue.package"

	// MaySee lets somebody see what could be ordered.
	MaySee authz.Verb = "order.see"
	// MayAsk lets somebody ask for what costs nothing and gives no access.
	MayAsk authz.Verb = "order.ask"
	// MayPlace lets somebody order what is paid for.
	MayPlace authz.Verb = "order.place"
	// MayAccess lets somebody ask for accounts and access of employees.
	MayAccess authz.Verb = "order.access"
	// MayAccount lets somebody ask for accounts of those who are not employed.
	MayAccount authz.Verb = "order.account"
	// MayRegister lets the desk order on a customer's behalf.
	MayRegister authz.Verb = "order.register"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb {
	return []authz.Verb{MayRead, MayWrite, MayPackage, MaySee, MayAsk, MayPlace, MayAccess, MayAccount, MayRegister}
}

// orderVerbs are those by which somebody orders for others.
func orderVerbs() []authz.Verb { return []authz.Verb{MayPlace, MayAccess, MayAccount, MayRegister} }

// VerbOf is the verb by which an offer is ordered.
func VerbOf(item *Config) authz.Verb {
	switch item.Kind {
	case Access:
		return MayAccess
	case Account:
		return MayAccount
	case Request, Booking, Development:
		if !item.Costs() {
			return MayAsk
		}
	}
	return MayPlace
}

// MayOrder returns the right by which the actor may order an offer for a matter: what an order asks. Offers asks whether
// there is any matter at all.
func MayOrder(by authz.Actor, item *Config, m authz.Matter) (authz.Grant, bool) {
	v := VerbOf(item)
	if v == MayAsk && by.May(v) && by.Person != 0 {
		return authz.Grant{Verb: v, Reach: authz.Own}, true
	}
	return by.For(v, m)
}

// Offers reports whether the actor may order the offer for anything at all: whether a page has a button.
func Offers(by authz.Actor, item *Config) bool { return by.May(VerbOf(item)) }

// OffersFor reports whether the actor orders for others at all.
func OffersFor(by authz.Actor) bool {
	for _, v := range orderVerbs() {
		if by.May(v) {
			return true
		}
	}
	return false
}

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.MayIn(MayWrite, authz.Organisation, int64(org))
}

// kept is the part of table catalogue_item (i) that the actor keeps.
func kept(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(MayWrite, authz.Everywhere) {
		return authz.All()
	}
	if ids := by.Reaches(MayWrite, authz.Organisation); len(ids) > 0 {
		return authz.Where("i.org_id {{in ?}}", sqldb.List[int64](ids))
	}
	return authz.Scope{}
}

// reader is the person to whom offers are shown: the actor, or the person for whom they order.
type reader struct {
	person   directory.PersonID
	org      directory.OrgID
	site     directory.SiteID
	category directory.Category
	units    []int64 // The person's unit and all above it.
}

// offered is the part of table catalogue_item (i) that is shown to a reader through the actor. Lists, counts, search, the
// page, the API and every order go through it.
func offered(by authz.Actor, r *reader, now time.Time) authz.Scope {
	services := sqldb.List[int64](by.Matters(MayRead, authz.Service))
	var s authz.Scope
	switch {
	case by.IsSystem() || by.Has(MayRead, authz.Own) || by.MayIn(MayRead, authz.Organisation, int64(r.org)):
		s = authz.Where("i.org_id = ? and i.state = 'published'", int64(r.org))
	case len(services) > 0:
		s = authz.Where("i.org_id = ? and i.state = 'published' and i.service_id {{in ?}}", int64(r.org), services)
	default:
		return s
	}
	if by.IsSystem() && r.person == 0 {
		return s
	}
	for _, limit := range []authz.Scope{
		authz.Where("not i.by_grant").Or(authz.Where("i.service_id {{in ?}}", services)),
		authz.Where("not i.by_site").Or(authz.Where("exists (select 1 from catalogue_visible v where v.item_id = i.id and v.aspect = 'site' and v.ref = ?)", int64(r.site))),
		authz.Where("not exists (select 1 from catalogue_visible v where v.item_id = i.id and v.aspect = 'not_site' and v.ref = ?)", int64(r.site)),
		authz.Where("not i.by_category").Or(authz.Where("exists (select 1 from catalogue_visible v where v.item_id = i.id and v.aspect = 'category' and v.word = ?)", string(r.category))),
		authz.Where("not i.by_unit").Or(authz.Where("exists (select 1 from catalogue_visible v where v.item_id = i.id and v.aspect = 'unit' and v.ref {{in ?}})", sqldb.List[int64](r.units))),
		authz.Where("not i.by_role").Or(authz.Where(`exists (select 1 from catalogue_visible v join role vr on vr.key = v.word join role_grant g on g.role_id = vr.id
			where v.item_id = i.id and v.aspect = 'role' and g.person_id = ? and not g.waiting and g.ended_at is null and g.valid_from <= ? and (g.valid_to is null or g.valid_to > ?))`,
			int64(r.person), sqldb.Time(now), sqldb.Time(now))),
		// A school is one by its national code, or because somebody has said so of the unit or one above it.
		authz.Where("not i.by_education").Or(authz.Where(`exists (select 1 from unit eu left join education_unit e on e.unit_id = eu.id
			where eu.id {{in ?}} and (eu.school_code <> '' or e.unit_id is not null))`, sqldb.List[int64](r.units))),
	} {
		s = s.And(limit)
	}
	return s
}

// recipients is the part of table person (p) for whom the actor may order: those whose organisation, unit, site, cost
// centre or invoice reference they order for, and themselves. Whom they decide to pay for is another matter: see MayOrder.
func recipients(by authz.Actor) authz.Scope {
	s := authz.Where("p.id = ?", by.Person)
	for _, v := range orderVerbs() {
		s = s.Or(within(by, v))
	}
	return s.And(directory.NamesSeen(by).For("p"))
}

func within(by authz.Actor, v authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(v, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	for _, l := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "p.org_id {{in ?}}"},
		{authz.Desk, "p.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Site, "p.site_id {{in ?}}"},
		{authz.Unit, `p.unit_id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path like top.path || '%' where top.id {{in ?}})`},
	} {
		if ids := by.Reaches(v, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	// Who pays may be narrowed: what else must hold is the order's to ask.
	if ids := by.Matters(v, authz.CostCentre); len(ids) > 0 {
		s = s.Or(authz.Where("p.unit_id in (select cu.id from unit cu where cu.cost_centre_id {{in ?}})", sqldb.List[int64](ids)))
	}
	if ids := by.Matters(v, authz.Reference); len(ids) > 0 {
		s = s.Or(authz.Where(`p.unit_id in (select ru.id from unit ru join invoice_reference ir on ir.id {{in ?}}
			where ru.id = ir.unit_id or ru.cost_centre_id = ir.cost_centre_id)`, sqldb.List[int64](ids)))
	}
	return s
}
