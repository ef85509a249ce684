// Package lines is the administration of the ways by which people wait for an answer: telephone numbers and entrances of
// chats, the telephone systems that tell of calls, short numbers, and statistics that those systems have counted.
//
// Owns: the addresses below /admin/lines and /admin/phones.
// Does not own: lines and what is told of them (desk/line), the menu of the administration (admin).
//
// Invariants: a secret is shown once, when it is made, and never again.
package lines
