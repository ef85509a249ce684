// Package setting keeps the rules that differ between organisations (requirements, Appendix A).
//
// Owns: table setting, the list of keys with their types, limits, defaults and presets.
// Does not own: what a setting means (the capability that reads it), calendars, roles.
// Invariants: a value counts from its instant on and never before, so that what was decided earlier can be computed
// again; nothing is overwritten; a key without a value counts as the organisation's preset says.
// Events: setting.changed (stream of the organisation's settings).
package setting
