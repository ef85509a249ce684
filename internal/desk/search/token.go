package search

import (
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// mark begins every token that tells whose a ticket is. It is a private character that no text becomes.
const mark = "\ue001"

func token(kind byte, id int64) string { return mark + string(kind) + strconv.FormatInt(id, 36) }

// owners are those whose a ticket is.
type owners struct{ ticket, org, desk, group, site, supplier, unit, requester, reporter int64 }

func (o *owners) tokens() []string {
	out := []string{token('o', o.org), token('d', o.desk)}
	for _, each := range []struct {
		kind byte
		id   int64
	}{{'g', o.group}, {'s', o.site}, {'l', o.supplier}, {'u', o.unit}, {'p', o.requester}, {'p', o.reporter}} {
		if each.id != 0 {
			out = append(out, token(each.kind, each.id))
		}
	}
	return out
}

// reachTokens name where the actor holds a verb at work; everywhere is true when that is at every desk.
func reachTokens(by authz.Actor, verb authz.Verb) (tokens []string, everywhere bool) {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return nil, true
	}
	for _, reach := range []struct {
		reach authz.Reach
		kind  byte
	}{{authz.Organisation, 'o'}, {authz.Desk, 'd'}, {authz.Group, 'g'}, {authz.Site, 's'}, {authz.Supplier, 'l'}} {
		if reach.reach == authz.Supplier && verb == ticket.MayNote {
			continue // Notes stay inside, whatever role somebody was given for a supplier.
		}
		for _, id := range by.Reaches(verb, reach.reach) {
			tokens = append(tokens, token(reach.kind, id))
		}
	}
	return tokens, false
}
