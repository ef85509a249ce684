// Package tmf is the interface by which other service desks exchange cases with us: TM Forum's TMF621 Trouble Ticket,
// version 5.
//
// Owns: the addresses, reading requests, paging and selection, errors in the standard's form.
// Does not own: what a request does and who may (desk/exchange), the language (desk/exchange/tmf), signatures (web/hook).
package tmf
