package rental

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayLend hands computers out and takes them back.
	MayLend authz.Verb = "rental.lend"
	// MayWrite keeps the offices and their computers.
	MayWrite authz.Verb = "rental.write"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayLend, MayWrite} }

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.MayIn(MayWrite, authz.Organisation, int64(org))
}

func mayLend(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.IsSystem() || by.MayIn(MayLend, authz.Desk, int64(desk)) || by.MayIn(MayLend, authz.Organisation, int64(org))
}

// lent is the bookings (b, with its office o) that the actor hands out and takes back: those about people whom they may
// know of.
func lent(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(MayLend, authz.Everywhere) {
		return authz.All().And(known(by))
	}
	var s authz.Scope
	if ids := by.Reaches(MayLend, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("b.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayLend, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("o.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(known(by))
}

// own is the bookings that somebody has or has made for others.
func own(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	return authz.Where("(b.person_id = ? or b.booker_id = ?)", by.Person, by.Person)
}

// known leaves out people whose names the actor may not see; of oneself one knows.
func known(by authz.Actor) authz.Scope {
	return directory.NamesSeen(by).For("p").Or(authz.Where("b.person_id = ?", by.Person))
}
