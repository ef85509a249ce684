// Package substitutes is the page on which somebody appoints who stands in for them, and looks back at who has.
//
// Owns: /substitutes.
// Does not own: who may be appointed for what, and when it counts (desk/access), the mails (app).
package substitutes
