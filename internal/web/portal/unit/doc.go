// Package unit is the page on which whoever answers for a unit sees what it has: people, equipment, services, what they
// cost each month, and open cases.
//
// Owns: the addresses below /units.
// Does not own: what is listed (directory, asset, delivery, ticket), what the desk knows of a unit (web/agent/units).
//
// Invariants: a unit is there for those who read figures of it, of one above it, or of the whole organisation, and for
// nobody else; what belongs to a protected person is in no list, no sum and no file; the sums are those of the lists.
package unit
