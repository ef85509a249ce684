// Package levels is the administration of the levels of support.
//
// Owns: the addresses below /admin/levels.
// Does not own: what a level means for a case (desk/level), the menu of the administration (admin).
package levels
