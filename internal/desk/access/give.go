package access

import (
	"context"
	"errors"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// giving is what somebody wants to give or take back.
type giving struct {
	role   Role
	person directory.PersonID
	reach  authz.Reach
	of     int64
	limits []authz.Limit
}

// mayGive decides who gives a role, and finds the person. There are two ways. Whoever holds role.grant over the person
// gives what they hold themselves within at least that reach. And some roles are given by a verb of their own
// (RoleSpec.GivenBy) within that verb's reach: the operations manager gives orderers and approvers on their references
// without being one; such a right is never for oneself. The grant that was used is returned, for the event.
func (s *Service) mayGive(ctx context.Context, q sqldb.Querier, by authz.Actor, g giving) (directory.Person, authz.Grant, error) {
	around, err := allAround(ctx, q, g.reach, g.of, g.limits)
	if err != nil {
		return directory.Person{}, authz.Grant{}, err
	}
	if spec := s.spec(g.role.Key); spec != nil && spec.GivenBy != "" && !by.IsSystem() && int64(g.person) != by.Person {
		if used, ok := covering(by, spec.GivenBy, around); ok {
			p, err := nameable(ctx, q, by, g)
			return p, used, err
		}
	}
	if !by.May(RoleGrant) {
		return directory.Person{}, authz.Grant{}, errs.Denied(string(RoleGrant))
	}
	p, err := findPerson(ctx, q, by, RoleGrant, g.person)
	if err != nil {
		return p, authz.Grant{}, err
	}
	if by.IsSystem() {
		return p, authz.Grant{}, nil
	}
	for _, v := range append([]authz.Verb{RoleGrant}, g.role.Verbs...) {
		if !holds(by, v, g.reach, around) {
			return p, authz.Grant{}, errs.Denied(string(v))
		}
	}
	return p, authz.Grant{}, nil
}

// mayTake decides who takes a right back: whoever may grant there, whatever the role holds, or gives that role.
func (s *Service) mayTake(ctx context.Context, q sqldb.Querier, by authz.Actor, g giving) (directory.Person, authz.Grant, error) {
	g.role.Verbs = nil
	return s.mayGive(ctx, q, by, g)
}

// covering returns the actor's grant of a verb that lies around, a right of their own before a substitute's.
func covering(by authz.Actor, verb authz.Verb, around []place) (authz.Grant, bool) {
	var found authz.Grant
	ok := false
	for _, g := range by.Grants {
		if g.Verb == verb && g.Reach != authz.Own && lies(g, around) && (!ok || g.For == 0) {
			found, ok = g, true
		}
	}
	return found, ok
}

// nameable finds the person who is to get a right on somebody's reference: one of the organisation's people whose name the
// actor may know.
func nameable(ctx context.Context, q sqldb.Querier, by authz.Actor, g giving) (directory.Person, error) {
	p, err := directory.Known(ctx, q, by, g.person)
	if err != nil {
		return p, err
	}
	org, err := orgOf(ctx, q, g.reach, g.of)
	if err != nil && !errors.Is(err, sqldb.ErrNone) {
		return p, err
	}
	if g.reach != authz.Everywhere && int64(p.Org) != org {
		return directory.Person{}, errs.Missing()
	}
	return p, nil
}
