// Package caller is the desk's pages of who calls: checking them, and what only a checked caller gets.
//
// Owns: what stands of it on the case's own page (Part), the page on which a check is made and written down, the page that
// gives a password which counts once.
// Does not own: the rules (desk/verify), the case's page (agent), the page that shows a caller their code (portal/code).
package caller
