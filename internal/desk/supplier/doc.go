// Package supplier knows who delivers what to an organisation, whom to hand a case to, and what was agreed with them.
//
// Owns: the register of suppliers and internal functions (tables supplier, supplier_card, supplier_contact), the contact
// list for delegation (service_contact), the agreement with each, what is followed up with them (supplier_matter), the
// reports and the monthly service-level data that they hand in (supplier_report, supplier_level).
// Does not own: handing a case over and its hops (delegation), what a service is (service), own service levels (sla),
// who works for a supplier as a right (access): that is a grant with reach "supplier".
//
// Invariants: whoever works for a supplier sees that supplier alone, and of it what a supplier may see; a supplier that
// is out of use stays, because cases point at it; a missed level of a month proposes one action, however often the
// month is handed in; every change is an event.
//
// Events: supplier.added, supplier.changed, supplier.agreed, supplier.contact, supplier.verified, supplier.report,
// supplier.levels (stream "supplier"); matter.opened, matter.changed (stream "supplier_matter").
package supplier
