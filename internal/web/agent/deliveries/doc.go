// Package deliveries is the pages of those who carry out what was ordered: at the desk, and for a supplier.
//
// Owns: the list of what is to be delivered, what is late first; the page on which the tasks of a case are planned, begun
// and delivered, for the desk and for whoever has the case in hand; the figures of deliveries and their files.
// Does not own: who may what (desk/delivery), how a task looks (web/parcel), what its receiver says (web/portal/receive).
package deliveries
