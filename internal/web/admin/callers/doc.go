// Package callers is the administration of how callers are checked.
//
// Owns: the addresses below /admin/callers.
// Does not own: the methods (desk/verify), which strength an action takes (the settings).
package callers
