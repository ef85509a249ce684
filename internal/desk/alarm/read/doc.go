// Package read understands what systems that watch over others say, each in its own way, and says it in one: Prometheus
// Alertmanager, Zabbix, Icinga and Nagios, plain JSON, mail and SNMP traps.
//
// Owns: the normalised alarm, the formats and the patterns by which it is read, the table of trap identifiers.
// Does not own: whether a call is believed (web/hook), what becomes of an alarm (alarm).
//
// Invariants: what is read is bounded in size, depth and number before it is kept, and told where it was cut; a field
// that nobody knows is ignored; what cannot be understood is an error, never half an alarm.
package read
