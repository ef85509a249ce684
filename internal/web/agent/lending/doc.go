// Package lending is the page on which an office hands lent computers out and takes them back.
//
// Owns: /desk/lending.
// Does not own: bookings (desk/rental), making them (web/portal/rental).
package lending
