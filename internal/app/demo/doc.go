// Package demo makes the demo world: two fictional customers with people, units and two years of tickets.
//
// Owns: names, units, what breaks in a school, the rhythm of two years; who the demo's one-click persons are.
// Does not own: any rule. Everything goes through the use cases with a clock that is wound through the two years, so
// the history, the figures and the search index are as real as a customer's.
// Invariants: the same seed and the same day give the same world; every person, unit and case is invented.
package demo
