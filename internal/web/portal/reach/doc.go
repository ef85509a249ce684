// Package reach lets users choose on the page of an own case how they hear of it.
//
// Owns: the panel and its form. Does not own: what the choice means (desk/notify), where it is kept (desk/ticket), the
// page of the case (portal).
package reach
