// Package setting holds the rules that differ between organisations (requirements, Appendix A): opening hours, the time
// until a solved case is closed, the priority matrix and so on.
//
// Owns: table setting, the list of keys with their types, defaults and presets.
// Does not own: what a setting does (the capability that reads it).
// Invariants: a value is in force from an instant on; a change never rewrites what was in force before; every change is
// an event; a value that does not fit its key's type is refused.
package setting
