package duty

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// MayLead lets somebody decide which group knows what at a desk, and end the availability of those who forgot to.
const MayLead authz.Verb = "duty.lead"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayLead} }

// mayLead reports whether the actor leads a desk.
func mayLead(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(MayLead, authz.Desk, int64(desk)) || by.MayIn(MayLead, authz.Organisation, int64(org))
}

// mayServe reports whether the actor works with cases at a desk: those take calls and chats there.
func mayServe(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(ticket.MayWork, authz.Desk, int64(desk)) || by.MayIn(ticket.MayWork, authz.Organisation, int64(org)) ||
		by.Has(ticket.MayWork, authz.Group)
}

// Leads reports whether the actor leads a desk, for pages that show or hide what only a lead does.
func Leads(by authz.Actor, d directory.Desk) bool { return mayLead(by, d.Org, d.ID) }

// Serves reports whether the actor takes calls and chats at a desk.
func Serves(by authz.Actor, d directory.Desk) bool { return mayServe(by, d.Org, d.ID) }
