// Package catcher shows the mail that the demo has sent to nobody.
//
// Owns: the pages under /demo/mail, which exist in demo mode alone.
// Does not own: what mails say and whom they are for (desk/notify).
// Invariant: outside demo mode nothing here has an address.
package catcher
