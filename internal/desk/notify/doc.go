// Package notify tells people by mail what happened to their cases.
//
// Owns: table outbound_mail; what is worth a mail, to whom, in which words and language; the Message-ID by which a reply
// finds its case.
// Does not own: SMTP (channel/mail/send), reading replies (channel/mail), texts (locales), the case itself (ticket).
//
// Invariants: a mail is composed once for an event, a reason and an address, however often the job runs; its Message-ID
// follows from the row, so a mail that leaves twice is recognisable; a case about a person with protected identity sends
// nothing but its number; the desk's own notes are in no mail.
//
// Events read: ticket.reported, ticket.replied, ticket.resolved. Calls ticket.MarkTold when a solution has been delivered.
package notify
