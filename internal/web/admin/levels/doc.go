// Package levels is the administration of the levels of support and of the register of devices.
//
// Owns: the addresses below /admin/levels and /admin/devices.
// Does not own: what a level means for a case (desk/level), the menu of the administration (admin).
package levels
