package model

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// The verbs of this capability.
const (
	// MayRead shows the range and its prices.
	MayRead authz.Verb = "model.read"
	// MayWrite keeps the range, the prices and the framework agreements.
	MayWrite authz.Verb = "model.write"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead, MayWrite} }

// mayWrite reports whether the actor keeps an organisation's range.
func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.MayIn(MayWrite, authz.Organisation, int64(org))
}

// mayRead reports whether the actor may read an organisation's range: those who keep it, and its own people with the verb.
func mayRead(by authz.Actor, org directory.OrgID) bool {
	return mayWrite(by, org) || by.May(MayRead) && by.Org == int64(org)
}
