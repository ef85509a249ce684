// Package sqldb opens the database and is the only place where a transaction starts.
//
// Owns: the two engines behind one text of SQL, the single writer of SQLite with its shared commits, prepared
// statements, deadlines of reads, the naming of violated constraints, migrations' type macros.
// Does not own: any table, any rule.
//
// Invariants: a statement has a name; a read has a deadline and its rows are closed; a Write inside a Write panics;
// what Write returned without an error is on disk. Closures given to Write do no I/O but SQL: on SQLite every
// writer of the process waits behind them.
package sqldb
