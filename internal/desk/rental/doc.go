// Package rental lends computers by the week: each IT office has a few, they are booked for a period, handed out and
// taken back at the office.
//
// Owns: offices that lend, their computers, bookings and the days on which a computer is taken (tables rental_office,
// rental_unit, rental_booking, rental_day).
// Does not own: who may bind an invoice reference (catalogue and authz: the right by which other things are ordered),
// devices that somebody keeps (asset), mail (notify, which is told by the app).
//
// Invariants: a computer is never booked twice for a day: the office is locked while one is chosen, and the key of
// rental_day would refuse it besides; what is charged is whole weeks, one at least, at the price of the day it was
// booked, and more weeks when it comes back late; a cancelled booking costs nothing; a computer that is not back is not
// handed out again. Whoever is reminded is reminded once.
//
// Events: rental.booked, rental.cancelled, rental.out, rental.returned, rental.overdue (stream "rental", one a booking);
// rental.office (stream "rental_office").
package rental
