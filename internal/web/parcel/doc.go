// Package parcel shows deliveries wherever they stand: at the desk, at a supplier's, on an order, and to their receiver.
//
// Owns: the words, tags and tables of tasks and of what happened to them.
// Does not own: who sees what (desk/delivery), the pages around.
package parcel
