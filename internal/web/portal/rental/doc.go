// Package rental is the page on which computers are booked for a short time, with one's own bookings.
//
// Owns: /rental.
// Does not own: which computers are free and what they cost (desk/rental), handing them out (web/agent/lending).
package rental
