package common

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Why a case is left out of a deed.
const (
	WhySolved    = "solved"
	WhyClosed    = "closed"
	WhyWithdrawn = "withdrawn"
	WhyMerged    = "merged"
	WhyHeld      = "held"
	WhyRunning   = "running"
	WhyRights    = "rights"
)

// excluded says why a deed does not fit a case; "" when it does.
func excluded(d Deed, t *ticket.Ticket) string {
	switch t.State {
	case ticket.StateClosed:
		return WhyClosed
	case ticket.StateWithdrawn:
		return WhyWithdrawn
	case ticket.StateMerged:
		return WhyMerged
	case ticket.StateResolved:
		return WhySolved
	case ticket.StateOnHold:
		if d == Hold {
			return WhyHeld
		}
	case ticket.StateNew, ticket.StateOpen:
		if d == Resume {
			return WhyRunning
		}
	}
	return ""
}

// plan is what a deed will do.
type plan struct {
	included []Child
	left     map[string][]Child // By why.
}

// plan decides, for each case below, whether the deed fits it.
func (s *Service) plan(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in *CascadeInput) (ticket.Ticket, plan, error) {
	p := plan{left: map[string][]Child{}}
	parent, err := s.ticket.In(tx).Load(ctx, by, in.Parent)
	if err == nil && !s.ticket.Can(by, verbs[in.Deed], &parent) {
		err = errs.Denied(string(verbs[in.Deed]))
	}
	if err != nil {
		return parent, p, err
	}
	list, err := s.children(ctx, tx, by, in.Parent)
	if err != nil {
		return parent, p, err
	}
	p.take(list, in.Deed, func(t *ticket.Ticket) bool { return s.ticket.Can(by, verbs[in.Deed], t) })
	return parent, p, nil
}

func (p *plan) take(list []Child, deed Deed, may func(*ticket.Ticket) bool) {
	for _, c := range list {
		why := excluded(deed, &c.Ticket)
		if why == "" && !may(&c.Ticket) {
			why = WhyRights
		}
		if why != "" {
			p.left[why] = append(p.left[why], c)
			continue
		}
		p.included = append(p.included, c)
	}
}

// people is how many are told.
func (p *plan) people() int {
	seen := map[string]bool{}
	for i := range p.included {
		x := &p.included[i].Ticket
		if x.Requester != 0 {
			seen[number10(int64(x.Requester))] = true
		} else if x.SenderAddress != "" {
			seen[x.SenderAddress] = true
		}
	}
	return len(seen)
}

// digest names exactly the cases that a deed will touch.
func (p *plan) digest() string {
	h := sha256.New()
	for i := range p.included {
		h.Write([]byte(p.included[i].Ticket.ID.String() + " "))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// previewShown bounds the cases that a preview names of each sort.
const previewShown = 100

// Preview is what a deed would do, before anything is done.
type Preview struct {
	Parent   ticket.Ticket
	Included []Child // At most previewShown of them.
	Count    int
	People   int
	Left     []Left
	Digest   string
}

// Left is the cases that are left out for the same reason.
type Left struct {
	Why   string
	Count int
	Cases []Child
}

// Preview tells how many cases a deed would touch, whose, and which are left out and why. It changes nothing.
// Errors: as Cascade.
func (s *Service) Preview(ctx context.Context, by authz.Actor, in CascadeInput) (Preview, error) {
	var v Preview
	if err := in.check(s.db.Now()); err != nil {
		return v, err
	}
	parent, err := s.ticket.Load(ctx, by, in.Parent)
	if err == nil && !s.ticket.Can(by, verbs[in.Deed], &parent) {
		err = errs.Denied(string(verbs[in.Deed]))
	}
	if err != nil {
		return v, err
	}
	list, err := s.children(ctx, s.db, by, in.Parent)
	if err != nil {
		return v, err
	}
	p := plan{left: map[string][]Child{}}
	p.take(list, in.Deed, func(t *ticket.Ticket) bool { return s.ticket.Can(by, verbs[in.Deed], t) })
	v = Preview{Parent: parent, Count: len(p.included), People: p.people(), Digest: p.digest()}
	v.Included = slices.Clip(p.included[:min(len(p.included), previewShown)])
	for _, why := range []string{WhySolved, WhyClosed, WhyWithdrawn, WhyMerged, WhyHeld, WhyRunning, WhyRights} {
		if cases := p.left[why]; len(cases) > 0 {
			v.Left = append(v.Left, Left{Why: why, Count: len(cases), Cases: slices.Clip(cases[:min(len(cases), previewShown)])})
		}
	}
	return v, nil
}
