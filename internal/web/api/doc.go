// Package api is the REST interface below /api/v1, for other systems and scripts.
//
// Owns: the operations, the form of what they take and give, OpenAPI, one-time keys of requests (Idempotency-Key).
// Does not own: who may what (the use cases, as on the pages), statuses and problem+json (web), rules.
//
// Invariants: an operation without a policy does not start; what comes in is read into a struct that lists every field,
// and a field that it does not list is refused; what goes out is a struct too, so that nothing leaves because a row grew
// a column; an answer to a caller who does not work at the desk holds nothing that the portal would not show.
package api
