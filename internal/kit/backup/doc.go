// Package backup writes a whole installation to one file and reads it back, on either engine.
//
// Owns: the file's form (a tar, compressed): what it is, every table's rows as lines of JSON, every file they point at,
// and last a list of counts and sums that proves the file complete.
// Does not own: what is derived and can be built anew (full text): restoring calls back for that.
//
// Invariants: a backup is one instant of the database, taken beside its writers; it is in its place whole or not at all;
// memory does not grow with the data; restoring goes into an empty database only, and either all of it is there, with
// the same counts and sums, or no row of it.
package backup
