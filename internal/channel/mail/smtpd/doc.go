// Package smtpd takes mail by SMTP.
//
// Owns: the conversation: who may be written to, how large, how many and how long at once, what the sender is answered.
// Does not own: what becomes of a mail (channel/mail, desk/inbox), sending (send).
//
// Invariants: only mail to our own mailboxes is taken, so nothing is relayed; 250 is said when the mail is on disk and
// not before; a fault that passes is answered 451, and the sender comes again; a slow or silent sender holds one
// connection for a limited time and no memory.
package smtpd
