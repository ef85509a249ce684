// Package connector is the address at which other systems tell later how a self-service job went.
//
// Owns: the address.
// Does not own: what an answer means (desk/connector), whether a call is genuine, new, and not one of too many (web/hook).
//
// Invariant: whoever is not believed learns neither why nor whether there is such a connector.
package connector
