// Package clocks tells users when they can expect an answer.
//
// Owns: the part of an own ticket's page about what is promised.
// Does not own: the clocks (desk/sla), how they are worded (web/clockwords).
package clocks
