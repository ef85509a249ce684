// Package delegate is the desk's pages of cases in other hands.
//
// Owns: the page on which a case is handed over, spoken about, chased and taken back; the overview of all; what stands of
// it on the case's own page (Part).
// Does not own: the rules (desk/delegation), the case's page (agent), the receiver's pages (portal/assigned).
package delegate
