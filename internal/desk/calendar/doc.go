// Package calendar keeps when organisations are open: by channel, from a day on, with holidays and days of their own.
//
// Owns: tables calendar, calendar_version, calendar_day, calendar_use, calendar_book.
// Does not own: the arithmetic (worktime, holiday), what is promised within these hours (desk/sla), settings: an
// organisation without a calendar follows its setting of opening hours, and is closed on eves when it is on holidays.
// Invariants: what has counted is not changed: new hours and another calendar count from today on at the earliest;
// For costs its caller one statement, and none of what it keeps outlives a change, on any node.
// Events: calendar.added, calendar.renamed, calendar.hours_set, calendar.day_set, calendar.day_dropped (stream of the
// calendar), opening.set (stream of the organisation's openings).
package calendar
