// Package tmf is the language in which service desks exchange cases: TM Forum's TMF621 Trouble Ticket, version 5.
//
// Owns: the shape of what is sent, reading what is received with every fault named, the words for how a case stands.
// Does not own: what the words mean to a case (exchange), HTTP (web/tmf, channel/tmf).
//
// Invariants: whatever is written is valid by the standard's schemas; an attribute that the standard does not know is
// refused by name; nothing is fetched from an address that stands in a message.
package tmf
