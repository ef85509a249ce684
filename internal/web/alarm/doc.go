// Package alarm is the address at which systems that watch over others tell of alarms.
//
// Owns: the address, how each source is believed there, what it is answered.
// Does not own: formats and what becomes of an alarm (desk/alarm), signatures and tokens (web/hook).
//
// Invariant: whoever is not believed learns neither why nor whether such a source exists.
package alarm
