// Package connector is self-service that runs at once: a new password, a computer that is installed anew, a phone that is
// taken into use. What somebody asks for is sent to the system that does it, and what came of it is told.
//
// Owns: connectors (where jobs of a kind go for an organisation) with their sealed secrets, jobs and their history, the way
// to a new password for whoever cannot log in (connector_reset), the words about setting up phones (connector_guide), the
// share of cases that nobody at the desk touched; the interface that an adapter implements (adapter.go).
// Does not own: how a system is spoken to (channel/ldap, channel/webhook), cases (ticket), devices (asset), whether
// whoever calls is who they say (verify, handed in as a function), the address that answers come to (web/connector).
//
// Invariants: a job has a case, so that nothing is invisible; the case is solved when the job is done, and lies open with a
// note when it failed; a job ends once, whatever comes twice; a new password is sealed while its job waits, is gone when
// the job has ended, and is in no event, log, message or address; whoever is in no register is answered with the same
// words, the same rows and the same number of statements as somebody who is; five failures lock the way to a new password;
// the address of an answer follows from the configuration, never from a request.
//
// Events: connector.changed (stream "connector"); connector.started, sent, delayed, done, failed, retried (stream
// "connector_job", one a job).
package connector
