// Package ledger keeps what figures need of every ticket in memory, column by column, and counts it.
//
// Owns: the columns, the dictionaries of values that many tickets share, counting and exact medians over them.
// Does not own: reading tickets and following their log, rights, what figures mean and are called (report).
//
// Invariants: an Edition never changes, so that a count needs no lock and agrees with itself; what is put is the whole
// of a ticket as it is now, so that putting it twice is the same as once; counts are exact, medians too.
//
// A million tickets take some 80 MB. They lie in segments of 1024 by their numbers; a change makes new copies of the
// segments that it touches.
package ledger
