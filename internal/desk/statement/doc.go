// Package statement is what each authority says about how accessible the portal is, and the way to tell it that something is not.
//
// Owns: accessibility statements (lag 2018:1937, förordning 2018:1938), the shortcomings in them, and what anybody reports.
// Does not own: authorities (directory), the case that a report becomes (ticket).
//
// Invariants: everybody may read every statement and report without a login; the product's own known shortcomings stand in
// each statement and cannot be taken out; a report is a case at the authority's desk.
//
// Events: statement.changed.
package statement
