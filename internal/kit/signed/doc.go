// Package signed makes and checks calls between systems that carry a signature, as Standard Webhooks 1.0 spells them:
// webhook-id, webhook-timestamp and webhook-signature over "id.timestamp.body".
//
// Owns: the signature, the time within which it is good.
// Does not own: secrets, remembering which calls were taken (web/hook, kit/once), HTTP.
//
// Invariants: the id and the instant are part of what is signed, so neither can be changed; signatures are compared in
// constant time; a call from the future is as bad as an old one.
package signed
