package ticket

import (
	"context"
	"io"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// What happens to a case in other hands (desk/delegation). The desk keeps the case; these events tell how it fares.
const (
	EventDelegated        = "ticket.delegated"         // Handed over.
	EventDelegateReported = "ticket.delegate_reported" // The receiver told how it stands.
	EventDelegateDone     = "ticket.delegate_done"     // Remedied, says the receiver: the case is back at the desk.
	EventRecalled         = "ticket.recalled"          // Back at the desk unremedied: taken back, or handed back.
	EventDelegateSaid     = "ticket.delegate_said"     // Words between the desk and the receiver.
	EventDelegateLate     = "ticket.delegate_late"     // The agreed report did not come.
	EventDelegateChased   = "ticket.delegate_chased"   // The desk has asked the receiver and told the user.
	EventContactOpened    = "ticket.contact_opened"    // The user must take part: the receiver may write to them.
	EventNotRemote        = "ticket.not_remote"        // It cannot be solved remotely, and how it goes on.
	EventErrandAsked      = "ticket.errand_asked"      // The case waits for somebody's word: instruction, visit, cost.
	EventErrandDecided    = "ticket.errand_decided"    // The word was given.
)

// Exchange is what the desk and a receiver say to each other: shown to neither the user nor any other receiver.
const Exchange MessageKind = "exchange"

// The product's own sub-states around a case in other hands. Nobody chooses them by hand.
const (
	SubDelegated   = "delegated"
	SubRemedied    = "remedied" // The receiver is done; the user has not been told.
	SubInstruction = "awaiting_instruction"
	SubCost        = "awaiting_cost"
)

// Handover is what an event tells about other hands.
type Handover struct {
	Delegation int64      `json:"delegation,omitempty"`
	Supplier   SupplierID `json:"supplier,omitempty"`
	Meant      SupplierID `json:"meant,omitempty"` // The central supplier behind the gateway.
	Name       string     `json:"name,omitempty"`
	Way        string     `json:"way,omitempty"`
	External   string     `json:"external,omitempty"` // The receiver's own number of the case.
	Status     string     `json:"status,omitempty"`
	Due        *time.Time `json:"due,omitempty"` // When the next report is due.
	Hop        int        `json:"hop,omitempty"`
	What       string     `json:"what,omitempty"` // Of an errand: instruction, visit, cost.
}

// StepIn changes a case for a capability above this one, which has decided who may: the case is loaded whoever asks, and
// its event tells who did it.
func (s *Service) StepIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, eventType string,
	fn func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error,
) (Ticket, error) {
	t, err := loadLocked(ctx, tx, authz.All(), id, " {{for_update}}")
	if err != nil {
		return Ticket{}, err
	}
	before, p := t, Payload{}
	if err := fn(ctx, tx, &t, &p); err != nil {
		return Ticket{}, err
	}
	return t, s.commit(ctx, tx, by, &before, &t, eventType, p)
}

// SayIn adds words inside a step.
func (s *Service) SayIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, p *Payload, kind MessageKind, w Words) (MessageID, error) {
	m := w.message(kind)
	err := s.say(ctx, tx, by, t, p, &m, w.Attachments)
	return m.ID, err
}

// FileFor opens a file for a capability above this one, which has decided who may see it.
func (s *Service) FileFor(ctx context.Context, a Attachment) (Attachment, io.ReadSeekCloser, error) {
	content, err := s.blobs.Get(ctx, a.Blob)
	return a, content, err
}

// Put moves a case, inside a step, into a state and one of the product's own sub-states. Errors: errs.Conflict for a move
// that no case makes, errs.Invalid for a new case that nobody has categorised.
func (t *Ticket) Put(to State, substate string) error {
	if t.State.Ended() {
		return errs.E(errs.Conflict, "ticket.error.ended")
	}
	if err := move(t, to); err != nil {
		return err
	}
	t.Substate = substate
	return nil
}

// heldFast reports whether a case waits for a word that the user's own words do not replace.
func (t *Ticket) heldFast() bool {
	return t.State == StateOnHold && (t.Substate == SubCost || t.Substate == SubInstruction)
}
