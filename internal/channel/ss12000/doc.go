// Package ss12000 asks a register of schools by SS 12000:2020.
//
// Owns: HTTP to the register: pages, waiting when told to, authorisation; what its answers mean in words of ours.
// Does not own: what becomes of the answers (desk/directory/school), which addresses may be called (kit/outward).
//
// Invariants: an answer that is not whole is no answer: one page that fails, is cut off or repeats fails the whole
// reading; values that are not known are kept as they are and counted, never fatal; of a personal identity number
// nothing but the day of birth leaves this package.
package ss12000
