package web

import (
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// Policy says who may use a route. The zero Policy is a mistake that stops the program at start.
type Policy struct {
	kind   policyKind
	reason string
	verbs  []authz.Verb
}

type policyKind uint8

const (
	policyPublic policyKind = iota + 1
	policySignedIn
	policyVerb
)

// Public opens a route to everybody. The reason stands in the table of routes.
func Public(reason string) Policy { return Policy{kind: policyPublic, reason: reason} }

// SignedIn opens a route to every person who is logged in; the use case decides about rows.
func SignedIn() Policy { return Policy{kind: policySignedIn} }

// May opens a route to whoever holds at least one of the verbs, at any reach; the use case decides about rows.
func May(verbs ...authz.Verb) Policy { return Policy{kind: policyVerb, verbs: verbs} }

// String is how the table of routes spells the policy.
func (p Policy) String() string {
	switch p.kind {
	case policyPublic:
		return "public: " + p.reason
	case policySignedIn:
		return "signed in"
	case policyVerb:
		names := make([]string, len(p.verbs))
		for i, v := range p.verbs {
			names[i] = string(v)
		}
		return "may " + strings.Join(names, " or ")
	}
	return "none"
}

func (p Policy) valid() bool {
	switch p.kind {
	case policyPublic:
		return p.reason != ""
	case policySignedIn:
		return true
	case policyVerb:
		return len(p.verbs) > 0
	}
	return false
}

// check returns nil, or an error of kind Unauthenticated or Forbidden.
func (p Policy) check(a authz.Actor) error {
	if p.kind == policyPublic {
		return nil
	}
	if a.Anonymous() {
		return errs.E(errs.Unauthenticated, "web.error.login")
	}
	if p.kind == policySignedIn {
		return nil
	}
	for _, v := range p.verbs {
		if a.May(v) {
			return nil
		}
	}
	return errs.Denied(string(p.verbs[0]))
}
