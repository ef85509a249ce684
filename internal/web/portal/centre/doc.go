// Package centre is the contact centre's pages: registering for residents and companies, all the centre's cases, and the
// words that it may pass on.
//
// Owns: those pages. Does not own: cases (desk/ticket), words about major incidents (desk/common), the page of one case
// (portal).
package centre
