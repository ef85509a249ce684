package approval

import (
	"context"
	"slices"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// holder is somebody with rights to decide, as an actor with those rights and no others.
type holder struct {
	authz.Actor
	protected bool // May know of people with protected identity.
}

// holders are all who may decide anything in an organisation now, substitutes too.
func holders(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]holder, error) {
	var out []holder
	at := map[directory.PersonID]int{}
	for _, verb := range Verbs() {
		list, err := access.RightsFor(ctx, q, verb, org)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			i, known := at[h.Person]
			if !known {
				i, at[h.Person] = len(out), len(out)
				out = append(out, holder{Actor: authz.Actor{Person: int64(h.Person), Org: int64(org)}})
			}
			out[i].Grants = append(out[i].Grants, h.Grant)
		}
	}
	sealed, err := access.RightsFor(ctx, q, directory.PersonProtected, org)
	for _, h := range sealed {
		if i, known := at[h.Person]; known && broad(h.Grant) {
			out[i].protected = true
		}
	}
	return out, err
}

// route says who is to be asked about a part: those with a right that names what it is about, else those with one for the
// whole organisation.
func route(all []holder, a *Approval, p *Part, sealed map[directory.PersonID]bool) (near, far []directory.PersonID) {
	for i := range all {
		h := &all[i]
		id := directory.PersonID(h.Person)
		if sealed[p.Person] && !h.protected && id != p.Person {
			continue
		}
		by := h.Actor
		by.Grants = slices.DeleteFunc(slices.Clone(h.Grants), broad)
		if _, ok, _ := grantFor(by, a, p); ok {
			near = append(near, id)
		} else if _, ok, _ := grantFor(h.Actor, a, p); ok {
			far = append(far, id)
		}
	}
	return near, far
}

var sealedPeople = sqldb.Q("approval.sealed", `select p.id from person p where p.id {{in $1}} and p.protected`)

// sealedAmong are those of the parts' people whose identity is protected.
func sealedAmong(ctx context.Context, q sqldb.Querier, parts []*Part) (map[directory.PersonID]bool, error) {
	var ids sqldb.List[directory.PersonID]
	for _, p := range parts {
		if p.Person != 0 && !slices.Contains(ids, p.Person) {
			ids = append(ids, p.Person)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := sqldb.All(ctx, q, sealedPeople, sqldb.Value[directory.PersonID], ids)
	out := map[directory.PersonID]bool{}
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
