// Package units is the pages of what the desk knows of a unit: one click from a case, a call or a chat.
//
// Owns: those pages. Does not own: units and what is known of them (desk/directory), cases (desk/ticket), outages (desk/outage).
package units
