// Package partner is the page on which a supplier that reads mail says how a case stands.
//
// Owns: the page behind the link of such a mail. Does not own: the link and what its answer does (desk/exchange), the
// frame (shell).
package partner
