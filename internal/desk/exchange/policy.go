package exchange

import (
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayConnect lets an administrator keep the partners of an organisation and decide about what could not be told.
const MayConnect authz.Verb = "exchange.connect"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayConnect} }

// kept is the part of a table with column org_id (alias {t}) that the actor administers.
func kept(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(MayConnect, authz.Everywhere) {
		return authz.All()
	}
	if ids := by.Reaches(MayConnect, authz.Organisation); len(ids) > 0 {
		return authz.Where("{t}.org_id {{in ?}}", sqldb.List[int64](ids))
	}
	return authz.Scope{}
}

func mayKeep(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayConnect, authz.Organisation, int64(org))
}

// side is what the actor is to a case that they see without having it in hand.
type side uint8

const (
	stranger side = iota
	customer      // Whose case it is, or who handed it to us.
	worker        // A system of our own desk.
)

func sideOf(by authz.Actor, t *ticket.Ticket) side {
	switch {
	case ticket.WorksOn(by, t):
		return worker
	case t.Concerns(by.Person):
		return customer
	}
	return stranger
}

// inHand is the part of ticket (alias t) that the actor has in hand for a supplier.
func inHand(by authz.Actor) authz.Scope {
	ids := by.Reaches(delegation.MayWork, authz.Supplier)
	if len(ids) == 0 {
		return authz.Scope{}
	}
	return authz.Where("t.supplier_id {{in ?}} and not t.sealed", sqldb.List[int64](ids))
}

// as is a partner's word that comes by another way than its account: it may what its supplier may with what it has in
// hand, and nothing else.
func (p *Partner) as() authz.Actor {
	by := authz.Actor{Person: int64(p.Person), Name: p.Name, Org: int64(p.Org)}
	if p.Supplier != 0 {
		by.Grants = []authz.Grant{{Verb: delegation.MayWork, Reach: authz.Supplier, Of: int64(p.Supplier)}}
	}
	return by
}

// wide reports whether an actor sees cases by more than being their user or their supplier.
func wide(by authz.Actor) bool {
	for _, reach := range []authz.Reach{authz.Everywhere, authz.Organisation, authz.Desk, authz.Group, authz.Site, authz.Unit} {
		if by.Has(ticket.MayRead, reach) {
			return true
		}
	}
	return false
}

// namesSeen is a condition on a joined person: the actor may read the name.
func namesSeen(w *sqldb.Where, by authz.Actor, alias string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return w.Numbered(condition, args...)
}

// asCustomer is the partner as whose case it is.
func (p *Partner) asCustomer() authz.Actor {
	return authz.Actor{
		Person: int64(p.Person), Name: p.Name, Org: int64(p.Org), Grants: []authz.Grant{{Verb: ticket.MayReport, Reach: authz.Own}},
	}
}
