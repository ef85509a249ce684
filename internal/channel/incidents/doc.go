// Package incidents reads the event log of another ticket system, a CSV file with one line for each change of a case,
// so that earlier years' figures and cases live on here.
//
// Owns: table import_mark: how much of each case has been read; the form of the mapping file; the mapping of
// ServiceNow's log that ships with the product.
// Does not own: tickets and their events (ticket.ImportIn), people, sites and groups (directory).
//
// Invariants: each line that can be read becomes exactly one event, with the line's own time; the same file again changes
// nothing, and a longer one adds what is new; a line that cannot be read is told by its number and stops no other; a
// case whose lines no longer begin as they did is left alone and told of.
package incidents
