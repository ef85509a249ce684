// Package rule holds the special rules of offers: what an order becomes when that depends on what was answered.
//
// Owns: the rules by name, each a small pure function.
// Does not own: which offer has which rule (its configuration), the groups behind a route (the same), what a case or a
// recommendation looks like.
//
// Invariants: no rule reads or writes anything; a name that is not known changes nothing.
package rule
