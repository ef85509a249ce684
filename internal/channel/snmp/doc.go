// Package snmp takes SNMP notifications: traps and informs of version 2c, by community, and of version 3, by user.
//
// Owns: the socket, who is believed, answering informs.
// Does not own: what a notification means (desk/alarm/read) and what becomes of it (desk/alarm).
//
// Invariants: nothing is taken from whoever names neither a community nor a user of ours; an inform is answered only when
// what it says is on disk, so that its sender tries again otherwise; what cannot be decoded harms nobody; what waits is
// bounded.
package snmp
