// Package ami listens to an Asterisk by its manager interface, a protocol of lines, and tells of the calls in its queues.
//
// Owns: reading and writing packets, logging in, connecting again with growing pauses, which events mean what.
// Does not own: what becomes of a call (desk/line), which exchanges there are, which node listens (app).
//
// Invariants: a packet is bounded in lines and bytes, and whoever sends more is left; nothing but login, ping and logoff is
// ever sent; passwords and numbers of callers are written to no log.
package ami
