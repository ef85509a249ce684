// Package clocks is the desk's pages of what is promised: a case's clocks and the proof of them, what breaks next, what is
// followed up, and the figures.
//
// Owns: the part of a ticket's page about clocks; /desk/tickets/{ref}/clocks, /desk/due, /desk/follow-ups, /desk/promises.
// Does not own: the clocks (desk/sla), how they are worded (web/clockwords), where they are decided on (web/admin).
package clocks
