// Package support is the desk's pages of who does what about a case: its device and task by the levels of support,
// handing on from the operation to IT, and the simple view for those who are not of IT.
//
// Owns: the addresses support, escalate and simple below a case of the desk.
// Does not own: the matrix and the register of devices (desk/level), the case itself (desk/ticket).
package support
