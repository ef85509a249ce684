// Package purchase is the page on which somebody tells IT of equipment that was bought elsewhere.
//
// Owns: /own-purchase.
// Does not own: what becomes of it (desk/purchase).
package purchase
