// Package mail is the way by which mail comes in: it reads a message and hands it to the desk's inbox.
//
// Owns: what of a mail the desk needs to know (read.go), the envelope that a transport brings.
// Does not own: how mail is built (parse), what is new in a reply (reply), which case it belongs to (desk/inbox), SMTP
// (smtpd), sending (send).
package mail
