// Package inbox turns mail into cases.
//
// Owns: tables mailbox, mailbox_fetch, mailbox_trouble and inbound_mail; which case a mail belongs to, who its sender counts as, what is kept aside and why.
// Does not own: reading mail (channel/mail), SMTP (channel/mail/smtpd), cases and their messages (ticket), mail that we
// send and its marks (notify).
//
// Invariants: every mail that was taken ends as created, appended, recorded or quarantined, and its raw bytes are kept
// first; the same mail gives the same case and entry however often and on whatever way it comes, also twice at once; a From
// line proves nothing, so nobody gains a right by it: only the signed mark of a mail that we sent makes a sender
// verified; a machine's mail never opens a case of its own unless it is meant to be read, and is never answered; what
// stands in quarantine or was only recorded can be released by hand.
//
// What a passing fault (database busy, disk full) kept from being taken is an error of kind Unavailable: whoever brought
// the mail tries again. What fails for another reason is tried three times and then quarantined.
package inbox
