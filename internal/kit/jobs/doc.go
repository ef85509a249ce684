// Package jobs is durable work that may wait: a row written in the transaction of the fact that asks for it, run by any
// node after the commit.
//
// Owns: tables job and schedule; leases, retries, dead letters, the clock of recurring work.
// Does not own: what a job does (each capability's job.go), timers of domain objects (rows with a due time, swept by a
// job of Every).
//
// Invariants: a job whose transaction committed is run at least once, and never by two workers at a time while leases
// hold; a worker that lost its lease cannot settle the job any more; a keyed wish made while its job runs leads to
// another run after the wish's commit; a job that failed for good stays as a dead letter until somebody decides.
//
// Workers must bear being run twice: they read the state again and do nothing when it is done. The nodes' clocks must
// agree to within some seconds, because leases are instants.
package jobs
