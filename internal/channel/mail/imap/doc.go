// Package imap fetches mailboxes that stand on other servers.
//
// Owns: the conversation with the server (connect.go, session.go: the only files that know the library), logging in,
// tokens, one worker for each mailbox, which node has which mailbox.
// Does not own: what becomes of a mail (channel/mail, desk/inbox), settings, secrets and what is known of a mailbox's
// health (desk/inbox).
//
// Invariants: a mail is moved, marked or deleted on its server when it has been taken and not before, so that a crash in
// between brings the same mail again, and the inbox knows it again; a mailbox that is slow, broken or full of bad mail
// stops no other; a mail that cannot be had or taken stops none of those after it; each step has an end in time, also
// with a server that says nothing more; a password leaves only through TLS, unless the operator has named the network.
package imap
