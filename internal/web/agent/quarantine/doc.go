// Package quarantine is the desk's pages of mail that became no ticket.
//
// Owns: the list, the page of one mail, the form that releases it, under /desk/mail.
// Does not own: why a mail is here and what releasing does (desk/inbox), the frame (shell).
package quarantine
