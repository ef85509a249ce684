// Package live tells open pages to look again.
//
// Owns: the stream /live, who listens to which topic, how often a page is poked.
// Does not own: who may see what (the functions in Topics), what has changed: an event carries no content, the page
// fetches itself and is checked as always.
//
// Invariants: nobody hears of a topic they may not see, and the right is asked for again while the stream is open; a
// reader that does not read costs itself the stream and nobody else a moment; many pokes are as good as one.
//
// A page that came from a replica may be older than the poke that made it look. The frame (shell.Render) therefore asks
// before it sends a live page whether one of its topics was poked meanwhile, and has it made again on the primary; what
// happened while the page had no stream yet is found by its mark, as ever.
package live
