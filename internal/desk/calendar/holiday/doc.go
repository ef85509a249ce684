// Package holiday works out the Swedish public holidays of any year, and the eves on which most workplaces are closed.
//
// Owns: the arithmetic of the law on public holidays (1989:253) and of Easter; Date, a day without a time or a zone.
// Does not own: whether anybody is closed on such a day (desk/calendar/worktime), what a day is called (locales).
// Invariant: no list of years anywhere. Pure: it asks no clock and no database.
package holiday
