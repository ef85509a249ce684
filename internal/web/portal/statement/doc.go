// Package statement is the portal's accessibility statements, and the form by which anybody tells that something does not work
// for them: no login is asked for.
//
// Owns: /accessibility.
// Does not own: what a statement holds (desk/statement), where it is written (web/admin/statements).
package statement
