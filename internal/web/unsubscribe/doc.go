// Package unsubscribe is the page behind the link with which people say no to mail that they need not have.
//
// Owns: the page, and the answer to mail programs that press the button themselves (RFC 8058).
// Does not own: which mail that is, and what saying no changes (desk/notify).
package unsubscribe
