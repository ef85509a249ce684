package agent

import (
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
)

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

// checkWords says how a caller was checked and how it went. A method that is the organisation's own has its name with it.
func checkWords(t *i18n.Printer, e ticket.Entry) string {
	method := e.Check.Name
	if key := "verify.method." + e.Check.Method; method == "" && t.Has(key) {
		method = t.T(key)
	}
	return method + ", " + strings.ToLower(t.T("verify.result."+e.How))
}
