// Package alarms is the desk's pages of what other systems watch over: what fires now, who tells of it, what becomes of it.
//
// Owns: the pages below /desk/alarms, /desk/alarm-sources and /desk/alarm-rules, the part of a case's page about the alarms behind it.
// Does not own: the alarms and rules (desk/alarm), the address at which they come in (web/alarm).
package alarms
