// Package sqldb opens the database and is the only place where a transaction starts.
//
// Owns: the two engines behind one text of SQL, the single writer of SQLite with its shared commits, prepared
// statements, deadlines of reads, the naming of violated constraints, migrations' type macros.
// Owns on PostgreSQL: which of several servers is the primary; connections that break; the replica, with table wrote.
// Does not own: any other table, any rule.
//
// Invariants: a statement has a name; a read has a deadline and its rows are closed; a Write inside a Write panics;
// what Write returned without an error is on disk. Closures given to Write do no I/O but SQL: on SQLite every
// writer of the process waits behind them.
//
// When PostgreSQL goes away: a read is run again by another connection, and so is a transaction whose beginning failed,
// for about a second; after that the error is Unavailable. A transaction that has begun is never run again because its
// connection broke. A commit that was sent and not answered is Unknown: neither a failure nor a success.
//
// The replica (Options.Replica) is read by a context with a Reading that may lag, and only when one snapshot of it shows
// a heartbeat of this node younger than MaxLag and every change that the reader has made on any node. A heartbeat that
// is seen proves also that the server is a copy of this primary and follows it still. A request reads from the replica
// and then perhaps from the primary, never the other way about. Without a replica none of this runs a statement.
//
// What a reader is told of by a poke they see: a live page is made again on the primary when one of its topics was poked
// on this node after the heartbeat that its replica showed (Reading.Behind).
package sqldb
