// Package faults breaks the real binary on purpose and looks at what is left.
//
// It owns nothing but tests. One build of cmd/lotsen serves them all; each test has a database, a folder and ports of
// its own, only on 127.0.0.1. The parts that other tests in this folder build on:
//
//	newInstall(t, engine)    a fresh database (sqlite, or postgres in a cluster of the run's own with fsync on) with an
//	                         organisation, a user, an API token and a mailbox; Env adds settings for its nodes
//	install.run(t, args...)  a lotsen command beside the serving processes; install.check(t) is "lotsen check"
//	install.start(t)         a node: "lotsen serve" on free ports, waited for until /readyz says so; startOn chooses ports
//	node.kill/stop/pause/wake, node.restart, node.api, node.look (several tokens, for much reading), node.log
//	newCluster(t)            a PostgreSQL of its own: start, stop, crash, promote, standby, database
//	newSink(t)               a fake SMTP server that counts mails by Message-ID and can be told to misbehave
//	newLoad(install, ledger) mixed load; the ledger knows every acknowledged write, and ledger.verify compares it with
//	                         what the API shows
//	record(row{...})         a line of the table at the end
//
// The short form is part of make test. LOTSEN_FAULTS=long (make faults) is the long one; rounds(short, long)
// and LOTSEN_FAULTS_ROUNDS choose how often. LOTSEN_FAULTS_SEED repeats a run's choices, LOTSEN_FAULTS_KEEP=1 keeps its folders.
// A fault that this machine cannot make is skipped with a message, and fails under LOTSEN_REQUIRE_ALL=1.
package faults
