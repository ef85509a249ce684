// Package auth finds out whether a mail's alleged domain stands by it.
//
// Owns: checking DKIM signatures; reading what our own receiving server says of SPF and DMARC; which domain fits the
// From address.
// Does not own: what a verified sender may do (desk/inbox), reading mail (mail/parse), signing ours (mail/send).
//
// Invariants: a header that another server has written counts for nothing, whoever's name it bears, unless it is our
// server's and stands uppermost; a signature counts when its domain and that of the only From address belong to the same
// organisation; names are looked up for a bounded time, and a resolver that does not answer is left alone for a while; no
// answer is never a fault of the mail.
package auth
