// Package readers is the administration of the addresses that screens and telephone exchanges read with.
//
// Owns: the addresses below /admin/readers.
// Does not own: the keys and what they read (desk/announce).
package readers
