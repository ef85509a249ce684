package agent

import "lotsen/internal/desk/ticket"

// actorName is who did something; a person with protected identity is not named to those without the permission.
func actorName(g glossary, e ticket.Entry) string {
	if e.Actor == 0 {
		if key := "desk.system." + e.ActorAs; g.t.Has(key) {
			return g.t.T(key)
		}
		return g.t.T("desk.system")
	}
	if name := g.names.People[e.Actor]; name != "" {
		return name
	}
	return g.t.T("desk.masked")
}
