package supplier

import "slices"

// Kind is what sort of thing is followed up.
type Kind string

// The kinds.
const (
	Deficiency Kind = "deficiency" // What is wrong with a delivery of IT.
	Demand     Kind = "demand"     // Information and knowledge that the desk needs from them.
	Action     Kind = "action"     // What is done about a level that was missed.
	Unclear    Kind = "unclear"    // Nobody knows whose it is: the desk owns it until it is decided.
	WorkOrder  Kind = "work_order" // Work bought from a company outside.
	CallOff    Kind = "calloff"    // An agreement to order from.
	Tool       Kind = "tool"       // A support tool of a service, and who has access.
	Delivery   Kind = "delivery"   // What a product supplier has delivered, and what it will invoice.
)

// Kinds lists them in the order in which pages do.
func Kinds() []Kind {
	return []Kind{Deficiency, Demand, Action, Unclear, WorkOrder, CallOff, Tool, Delivery}
}

// Spec is what a kind is made of. Its forms and lists are made from it.
type Spec struct {
	States []string // The first is how it begins.
	Ended  []string // Those in which nothing is late.
	Fields []string // Beyond title, text and state, in the order in which a form asks.
	Needs  []string // Those that must be there from the beginning.
	AtEnd  []string // Those that must be there before it ends.
	Warn   int      // Days ahead of the due day on which it is soon due.
	Shared bool     // The supplier that it is about sees it.
	Theirs []string // The states that the supplier itself may set.
	Opens  bool     // The supplier itself may open one.
}

// The fields of a matter, as forms and texts call them.
const (
	FieldSupplier  = "supplier"
	FieldParties   = "parties"
	FieldService   = "service"
	FieldTicket    = "ticket"
	FieldDue       = "due"
	FieldStarts    = "starts"
	FieldOwner     = "owner"
	FieldReference = "reference"
	FieldAmount    = "amount"
	FieldAccess    = "access"
	FieldDecision  = "decision"
	FieldMonth     = "month"
)

var specs = map[Kind]Spec{
	Deficiency: {
		States: []string{"open", "working", "corrected", "accepted"}, Ended: []string{"accepted"},
		Fields: []string{FieldSupplier, FieldService, FieldTicket, FieldDue, FieldOwner}, Needs: []string{FieldSupplier},
		Warn: 14, Shared: true, Theirs: []string{"working", "corrected"},
	},
	Demand: {
		States: []string{"asked", "promised", "met", "dropped"}, Ended: []string{"met", "dropped"},
		Fields: []string{FieldSupplier, FieldService, FieldDue, FieldOwner}, Needs: []string{FieldSupplier, FieldDue},
		Warn: 14, Shared: true, Theirs: []string{"promised"},
	},
	Action: {
		States: []string{"proposed", "agreed", "done", "dropped"}, Ended: []string{"done", "dropped"},
		Fields: []string{FieldSupplier, FieldReference, FieldMonth, FieldDue, FieldOwner}, Needs: []string{FieldSupplier, FieldDue, FieldOwner},
		Warn: 14, Shared: true, Theirs: []string{"agreed"},
	},
	Unclear: {
		States: []string{"open", "decided"}, Ended: []string{"decided"},
		Fields: []string{FieldParties, FieldTicket, FieldDue, FieldOwner, FieldDecision}, Needs: []string{FieldParties, FieldOwner},
		AtEnd: []string{FieldDecision}, Warn: 7, Shared: true,
	},
	WorkOrder: {
		States: []string{"ordered", "confirmed", "carried_out", "followed_up", "cancelled"}, Ended: []string{"followed_up", "cancelled"},
		Fields: []string{FieldSupplier, FieldStarts, FieldDue, FieldOwner, FieldReference, FieldAmount}, Needs: []string{FieldSupplier, FieldStarts, FieldDue},
		Warn: 7, Shared: true, Theirs: []string{"confirmed", "carried_out"},
	},
	CallOff: {
		States: []string{"in_force", "renewing", "over"}, Ended: []string{"over"},
		Fields: []string{FieldSupplier, FieldAccess, FieldReference, FieldStarts, FieldDue, FieldOwner}, Needs: []string{FieldSupplier, FieldAccess, FieldDue},
		Warn: 90, Shared: true,
	},
	Tool: {
		States: []string{"in_use", "over"}, Ended: []string{"over"},
		Fields: []string{FieldService, FieldSupplier, FieldReference, FieldAccess}, Needs: []string{FieldService, FieldAccess}, Shared: true,
	},
	Delivery: {
		States: []string{"announced", "delivered", "accepted", "refused"}, Ended: []string{"accepted", "refused"},
		Fields: []string{FieldSupplier, FieldDue, FieldReference, FieldAmount, FieldMonth}, Needs: []string{FieldSupplier, FieldDue, FieldReference},
		Warn: 7, Shared: true, Theirs: []string{"announced", "delivered"}, Opens: true,
	},
}

// Valid reports whether the kind is one of ours.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Spec returns what the kind is made of.
func (k Kind) Spec() Spec { return specs[k] }

// Has reports whether matters of the kind have a field.
func (s Spec) Has(field string) bool { return slices.Contains(s.Fields, field) }

// Over reports whether nothing more is to be done in a state.
func (s Spec) Over(state string) bool { return slices.Contains(s.Ended, state) }
