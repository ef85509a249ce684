package verify

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// The verbs of this capability.
const (
	// MayCheck lets somebody at the desk check who calls and write down how it went.
	MayCheck authz.Verb = "caller.check"
	// MayArrange decides on an organisation's methods.
	MayArrange authz.Verb = "caller.arrange"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayCheck, MayArrange} }

// mayCheck holds who checks callers: those who work with the case at the desk, and never its own caller.
func (s *Service) mayCheck(by authz.Actor, t *ticket.Ticket) error {
	if by.IsSystem() {
		return nil
	}
	if !s.d.Ticket.Can(by, MayCheck, t) || !ticket.SeesInternal(by, t) {
		return errs.Denied(string(MayCheck))
	}
	return nil
}

// CanCheck is mayCheck for pages.
func (s *Service) CanCheck(by authz.Actor, t *ticket.Ticket) bool { return s.mayCheck(by, t) == nil }

func mayArrange(by authz.Actor, org directory.OrgID) error {
	if by.MayIn(MayArrange, authz.Organisation, int64(org)) {
		return nil
	}
	return errs.Denied(string(MayArrange))
}
