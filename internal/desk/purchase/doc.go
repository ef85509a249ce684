// Package purchase takes in what an operation bought by itself: equipment is bought by IT or with IT's knowledge.
//
// Owns: what happens when somebody tells of such a purchase: a device in the inventory, marked as bought elsewhere, and a
// case by which the desk knows of it. No table.
// Does not own: the inventory (asset), cases (ticket), what IT itself delivers (delivery).
//
// Invariants: the device and the case come together or not at all; a serial number that is known already is refused, so
// that nothing is told twice.
package purchase
