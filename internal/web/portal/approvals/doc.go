// Package approvals is where approvers say yes or no, on a phone as well as at a desk.
//
// Owns: the list /approvals (what waits, what was decided), the page of one approval, the forms that decide one or many.
// Does not own: who may decide what and what a decision does (desk/approval), what is approved (its own page).
//
// Invariants: a form carries the fingerprint of what it shows, and keeps it while the page looks again; what was changed
// or decided meanwhile answers 409 with what happened, and the form stands below it as things are now; a yes is two taps
// from the mail; nothing typed is lost.
package approvals
