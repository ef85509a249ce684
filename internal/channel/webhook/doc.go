// Package webhook has self-service jobs done by another system through a signed call, as Standard Webhooks 1.0 spells it.
//
// Owns: what is sent (Body), how an answer is read.
// Does not own: which jobs there are and when they are tried again (desk/connector), signatures (kit/signed), which
// addresses may be called (kit/outward), the call back (web/connector).
//
// Invariants: a job has the same id at every try, so that the other system knows it; a password leaves by https alone, or
// stays on this machine; a call of a test changes nothing there; nothing of an answer is believed but what is read here.
package webhook
