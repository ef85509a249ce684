// Package competence is the administration of which group knows what: the rules that send cases and contacts to those
// who can help, how much each member knows, and a place to try what the rules do.
//
// Owns: the addresses below /admin/competence.
// Does not own: what a rule means (desk/duty), groups and members (admin's own pages of groups).
package competence
