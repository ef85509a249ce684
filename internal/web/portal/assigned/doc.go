// Package assigned is the pages of those who have a case in hand for a desk: a supplier's technicians, a person to whom it
// was delegated, and Local IT support that gives its word.
//
// Owns: the list of what is in hand, the page of one case as the receiver sees it, the forms that report, hand back and
// write to the user, under /assignments.
// Does not own: what a receiver sees and may (desk/delegation); nothing here reads a ticket by itself.
package assigned
