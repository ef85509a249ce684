// Package app puts the product together in one straight line: database, capabilities, edges, background work.
//
// Owns: wiring, the roles that ship, the schedule, start and stop; the tests that hold the house together.
// Does not own: any rule.
// Invariant: it knows everyone and is known by no one but cmd/lotsen and tests.
package app
