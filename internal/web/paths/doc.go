// Package paths builds every address of the product, so that a link cannot be misspelt and an address has one home.
//
// Owns: the spelling of addresses. Patterns are registered with the same words in portal, desk and admin.
// Does not own: what is behind them, or who may go there.
//
// Invariants: what is put into a path is escaped; every result is local (begins with one slash).
package paths
