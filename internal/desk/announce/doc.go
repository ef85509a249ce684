// Package announce says how it stands at a desk, to whoever cannot log in: a screen on a wall, a telephone exchange, somebody
// who waits. And it takes what they leave: the wish to be called back.
//
// Owns: table reader_key (addresses that screens and exchanges read with); what the wall shows (board.go), what callers
// hear (said.go), call-back wishes (callback.go).
// Does not own: lines and contacts (line), notices and holds (notice), opening hours (calendar), on-call rules (setting),
// the task that a wish becomes (notify), how any of it looks.
//
// Invariants: nothing here names a caller or anybody else; what is held is not said; a key reads one desk's figures, or
// one line's announcement, and opens nothing else; an ended key reads nothing at once; a key's secret is shown once.
// Events: reader_key.made, reader_key.ended (stream of the key).
package announce
