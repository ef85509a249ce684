// Package audit keeps the security log: logins, reads of protected persons, changes of rights, exports.
//
// Owns: table security_log, and who may read it.
// Does not own: what happened to tickets and registers (kit/event), the decision what is worth logging.
// Invariants: an entry is written in the transaction of what it tells of; nothing updates or deletes an entry; entries
// carry ids and reasons, never passwords, tokens or the content that was read.
package audit
