// Package notify tells people what happens to their cases, and keeps what the desk still owes them.
//
// Owns: tables outbound_mail, outbound_word and word (what is to be said to whom), contact_task (what the desk owes a
// user), status_rule, message_text; what is worth a word, to whom, in which words, language and way, and when; the
// Message-ID by which a reply finds its case.
// Does not own: SMTP (channel/mail/send), reading replies (channel/mail), how a person wants to be reached (directory),
// the way chosen for a case and since when its user is owed a word (ticket).
//
// Invariants: all that is due for one person about several cases leaves in one mail; what is said under a key is said
// once; a mail is composed once, however often the job runs, and its Message-ID follows from its row, so that a mail that
// leaves twice is recognisable; a case about a person with protected identity sends nothing but its number; the desk's
// own notes are in no mail and in no field of a text; a word that came back makes a task and stops the clock to closing.
//
// Other capabilities say things with TellIn, in the transaction of what they tell of.
//
// Events read: ticket.reported, ticket.replied, ticket.resolved, ticket.changed (a new day of delivery); those after which
// the user is owed a word at another time (see turns). Calls ticket.MarkTold when a solution has been delivered.
package notify
