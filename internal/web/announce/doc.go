// Package announce tells a telephone exchange what callers are to hear now, and takes their wish to be called back.
//
// Owns: /announce/{line} as JSON, the same with .txt as words to read aloud, /announce/{line}/callback.
// Does not own: what is said (desk/announce), whether a call is genuine (web/hook).
//
// Invariants: every answer is for a key, and for the lines that the key is for; nothing in it is about a person; a wish is
// taken once, and only signed.
package announce
