// Package agent is the pages of the desk: the queue, a ticket, a call.
//
// Owns: what agents see and which forms they fill in, under /desk.
// Does not own: rules and rights (desk/*), the frame (shell), components (ui), addresses (paths).
//
// Invariants: a list keeps its place, because all that it shows stands in its address; nothing typed is lost, whatever
// comes in between; each page costs at most twelve statements; every page works without scripts and without a mouse.
package agent
