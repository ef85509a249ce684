// Package bridges is the administration of the ways into the chat from other systems: Teams.
//
// Owns: the addresses below /admin/bridges.
// Does not own: what a bridge does (desk/bridge), the address that the other system calls (web/bridge).
package bridges
