// Package hook takes calls that other systems make by themselves: a partner's news of a case, an alarm, a telephone call.
//
// Owns: whether such a call is genuine, new, and not one of too many.
// Does not own: what a call means (the use case that it is handed to), signatures as such (kit/signed), remembering
// calls (kit/once).
//
// Invariants: nothing of a call is believed before its signature fits; the same call again does nothing and is answered
// as the first time; a call that failed may come again; who may not call learns nothing of why.
package hook
