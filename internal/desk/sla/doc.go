// Package sla keeps what is promised about cases and the clocks that measure it.
//
// Owns: tables sla_level, pause_reason, sla_clock and sla_follow; which promise a case falls under; when each clock is due,
// stands still, is kept or broken; the follow-up of what was not kept; figures of all this.
// Does not own: cases and their events (ticket), working time (calendar), what a service is (service), who is told (notify).
//
// Invariants: a clock is computed from the case's events and from what was decided before it began, by one function alone
// (Compute), both when something happens and when somebody asks for the proof: the two cannot differ, and "lotsen check"
// compares them. Levels, pause reasons and classes count from an instant on and are never overwritten. Clocks do not know
// of each other. Writing to a case costs clocks a fixed number of statements; the sweep reads only what is due.
//
// Events: sla.warned, sla.breached, and sla.passed for an aim (stream "sla", numbered like the case); sla.level_set,
// sla.pause_set (stream of the organisation's promises); sla.follow_changed (stream of the follow-up).
package sla
