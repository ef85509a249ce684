// Package exchange works on a case together with other desks, each in its own system.
//
// Owns: the partners and the maps between their words and ours (exchange_partner), which case is which there and who says
// how it stands (exchange_link), who asked to be told (exchange_listener), what is still to be told (exchange_delivery),
// what was heard (exchange_received), which message is whose (exchange_entry), what a partner sent beyond what a case has
// (exchange_extra).
// Does not own: the language (exchange/tmf), HTTP (web/tmf, channel/tmf), handing a case over (delegation), the case
// (ticket), mail as such (notify, inbox).
//
// Invariants: what happens to a case reaches each who is to be told in the order in which it happened, again and again
// until it was taken or somebody has decided; what came is kept before it is acted on, and acted on once; a message is
// known by its origin and never sent back to where it came from; one side at a time says how a case stands, and the
// other's word on it is only noted; the desk's own notes never leave; of a case about a person with protected identity
// nothing leaves but its number; a partner is shown what its account sees, and nothing else.
//
// Events read: those of ticket that another desk has business with (event.go).
package exchange
