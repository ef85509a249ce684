// Package my is the page on which somebody finds what is theirs: services, devices, orders, cases, what waits for them.
//
// Owns: the addresses /my and /my/devices; the lists that the agent's card of a caller shows too.
// Does not own: what is listed (each capability), the blocks that others add (app hands them in as Parts).
//
// Invariants: the page and the card are made by the same functions, so that an agent sees what the user sees; a block that
// has nothing to tell is left out, and one that waits for the reader stands first.
package my
