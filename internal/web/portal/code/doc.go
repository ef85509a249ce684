// Package code shows somebody the code that the desk wants to hear from them on the telephone.
//
// Owns: the page /code, and the link to it on the page of an own case (Part).
// Does not own: the rules (desk/verify), the desk's side of it (agent/caller).
//
// Invariants: only the person's own login shows their codes; the page asks for nothing.
package code
