// Package alarm takes what systems that watch over others tell, and makes cases of it.
//
// Owns: who may tell (alarm_source) and how they are believed, what becomes of an alarm (alarm_rule), alarms with their
// state, counter and history (alarm, alarm_change), which cases they opened (alarm_case), silences (alarm_silence).
// Does not own: the formats (alarm/read), HTTP (web/alarm), SNMP (channel/snmp), reading mail (inbox), cases and their
// links (ticket), service windows and outages (outage).
//
// Invariants: the same alarm again is counted and makes no second case; what was heard is kept before anything is done
// about it; an older episode that comes late changes nothing; of one source one call at a time decides, whatever the
// number of nodes; a source opens only so many cases in a while, then one for the storm, and counts on; nothing is done
// about an alarm in a silence or in a service window, and what still fires afterwards is; a case that somebody works on is
// never solved under their hands.
//
// Events: none of its own; it writes those of the cases.
package alarm
