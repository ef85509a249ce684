// Package reply finds what is new in a reply: not the quoted mail, not the signature.
//
// Owns: how mail programs of many languages announce and mark what they quote.
// Does not own: reading mail (mail/parse), HTML. Hand it parse.Message.Quoted, where quoted passages of HTML are
// marked as in plain mail.
//
// Invariants: every word of the input is either in the fresh or in the elided text; fresh is empty only if the
// mail says nothing of its own, not even as a quotation; the cost grows with the length of the text.
package reply
