package asset

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayRead shows the inventory: of an organisation, a site, or a unit with everything below it.
	MayRead authz.Verb = "asset.read"
	// MayWrite lets somebody keep it, as far as it reaches.
	MayWrite authz.Verb = "asset.write"
	// MayImport lets somebody take it from a file, for a whole organisation.
	MayImport authz.Verb = "asset.import"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead, MayWrite, MayImport} }

// Visible is the part of table device (alias {t}) that the actor may see: what they have themselves, and the inventory as
// far as they read it. Every list, count, search and export goes through it.
func Visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return own(by).Or(Within(by, MayRead))
}

// own is what the actor has.
func own(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	return authz.Where("{t}.person_id = ? and {t}.active", by.Person)
}

// Within is the devices for which the actor holds the verb, without those of people whom they may not know of.
func Within(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(verb, authz.Everywhere) {
		s = authz.Where("{t}.org_id is not null")
	}
	for _, l := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Group, "{t}.org_id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
		{authz.Site, "{t}.site_id {{in ?}}"},
		{authz.Unit, `{t}.unit_id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path >= top.path and below.path < top.path || '~' where top.id {{in ?}})`},
	} {
		if ids := by.Reaches(verb, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	return s.And(open(by))
}

// open leaves out what belongs to people with protected identity, unless the actor may know of them.
func open(by authz.Actor) authz.Scope {
	condition, args := directory.NamesSeen(by).For("h").SQL()
	return authz.Where("({t}.person_id is null or exists (select 1 from person h where h.id = {t}.person_id and "+condition+"))", args...)
}

// mayKeep reports whether the actor keeps any part of the inventory.
func mayKeep(by authz.Actor) bool { return by.May(MayWrite) }

// mayImport reports whether the actor may take an organisation's inventory from a file.
func mayImport(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayImport, authz.Organisation, int64(org))
}
