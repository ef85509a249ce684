// Package contact is the desk's pages of what is said to the user of a case.
//
// Owns: what stands of it on the case's own page (Part); the page with every word to the user and what became of it; the
// forms that send how it goes, note a call, choose the way of contact and make an improvement out of feedback.
// Does not own: the rules (desk/notify, desk/ticket), the case's page (agent).
package contact
