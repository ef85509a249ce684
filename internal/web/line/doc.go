// Package line is the address at which telephone systems tell of calls: POST /hook/calls/{source}.
//
// Owns: reading an event in the open CTI model, as JSON or as a form; which source it is believed to come from.
// Does not own: whether a call is genuine and new (hook), what it means (desk/line), the agents' pages (agent/station).
//
// Invariants: nothing is believed before its signature fits; a source that does not exist is answered like a signature
// that does not fit; numbers of callers are written to no log.
package line
