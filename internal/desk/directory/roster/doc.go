// Package roster takes people and units from a file into the directory: first as a plan that writes nothing, then
// exactly that plan.
//
// Owns: which headers and words a file may use, the plan, the order in which it is carried out.
// Does not own: any table; what a valid person or unit is (directory).
// Invariants: the same file again changes nothing; a plan is carried out as it was shown, or not at all when the file or
// the register has changed since; protected identity is never lost to a file that says nothing of it; a mark that a file
// brings takes effect before anything else; cells are data, whatever they begin with.
package roster
