// Package station is an agent's own place: who waits in every channel, the call that rings or is on with what is known of
// whoever may be calling, and what the last contacts were about.
//
// Owns: the addresses below /desk/station, /desk/pop (which telephones open) and /desk/ringing (which open pages ask).
// Does not own: contacts and candidates (desk/line), registering a case (agent), the wallboard.
//
// Invariants: opening a page writes nothing but who was looked at; a number shows candidates and never somebody with a
// protected identity; nothing typed is lost when a telephone rings.
package station
