// Package suppliers is the desk's pages of suppliers: the register, the card of each, the contact list for delegation,
// what is followed up with them, and what they have handed in.
//
// Owns: the addresses below /desk/suppliers, /desk/contacts, /desk/follow, /desk/supplier-levels and
// /desk/supplier-reports.
// Does not own: who may see what of it (desk/supplier), forms as such (web/sheet), delegating a case (delegation).
//
// Invariants: every form and list of what is followed up is made from its kind's Spec; whoever works for a supplier uses
// the same pages and is offered what is theirs.
package suppliers
