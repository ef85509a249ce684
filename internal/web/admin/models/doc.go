// Package models is the administration of the range of models: the models with prices and the forum's decisions, the
// framework agreements, the lives that were agreed, and the offices that lend computers.
//
// Owns: the addresses below /admin/models and /admin/rental.
// Does not own: what may be ordered by whom (desk/model), bookings (desk/rental).
package models
