// Package outages is the desk's pages of what was down: outages, availability, service windows, service credits.
//
// Owns: the addresses below /desk/outages, /desk/availability, /desk/windows and /desk/credits, and the file of figures.
// Does not own: who may see and do what, and all arithmetic (desk/outage), forms as such (web/sheet).
//
// Invariants: a page is about one organisation, one that the reader may read of; a figure that misses what was promised
// says so in words beside its colour.
package outages
