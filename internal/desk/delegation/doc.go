// Package delegation hands a case to a supplier, a function or a person, while the desk keeps it.
//
// Owns: who has a case now and had it before (delegation), what was said between the desk and a receiver
// (delegation_message), the report-back clock and what is done when no report comes (delegation_chase), the ways to go on
// with what cannot be solved remotely (remote_way), and the steps that wait for somebody's word: an instruction, a visit,
// a cost (errand). The supplier's view of a case: what its technicians see of it.
// Does not own: the case (ticket), who suppliers are and what was agreed with them (supplier), the calendar (calendar),
// sending a case by another system's interface or by mail (channel).
//
// Invariants: a case is in one pair of other hands at most, and has a named owner at the desk meanwhile; a receiver sees
// what it has now and nothing of it beyond its view, never the desk's own notes and never what another receiver was told;
// a central supplier gets a case through the gateway alone; a receiver neither solves nor closes a case nor tells the
// user; a late report is chased until the receiver has been asked and the user told.
//
// Events, on the ticket's stream with ticket.Payload.Handover: ticket.delegated, ticket.delegate_reported,
// ticket.delegate_done, ticket.recalled, ticket.delegate_said, ticket.delegate_late, ticket.delegate_chased,
// ticket.contact_opened, ticket.not_remote, ticket.errand_asked, ticket.errand_decided.
package delegation
