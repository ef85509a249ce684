// Package worktime counts working time: when so much of it has been worked, how much lies between two instants, whether
// it is open now and when it opens next.
//
// Owns: Calendar (a zone, versions of weekly hours, holidays, eves, local days) and its arithmetic.
// Does not own: where a calendar is kept and whose it is (desk/calendar), what is promised (desk/sla).
// Invariants: hours are what the watches in the zone show; Worked(start, Due(start, m)) is m; time that is counted
// twice by overlapping spans or pauses counts once; every question has an answer after a bounded number of days, also in
// a calendar that never opens. Pure: it asks no clock and no database.
//
// Where the watches are put forward, an hour that does not exist is not worked; where they are put back, a time that
// is shown twice means the first of the two. A span over midnight belongs to the day on which it begins: it opens or
// stays closed with that day and is worked to its end.
package worktime
