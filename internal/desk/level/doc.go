// Package level knows who does what for which computer: IT, or the operation that uses them.
//
// Owns: the three levels of support with their matrix of tasks (tables support_level, support_task, support_share), the
// groups that take what falls to each side (support_route), and what the matrix said about a case (ticket_support).
// Does not own: devices (asset), cases and their fields "device" and "task" (ticket), groups and sites (directory).
//
// Invariants: a task falls to one side of a level, or to none; a case is routed by the matrix only when it is registered
// with a device and a task, nobody chose a group, and the side's group works at its desk; what the operation hands on
// carries what it has done already.
//
// Events: level.changed, level.installed (stream "level", one an organisation); it hears ticket.reported and
// ticket.changed.
package level
