// Package once makes the same request sent twice do its work once.
//
// Owns: table request_key: who sent which key, and how it was answered.
// Does not own: where a key comes from (a form's hidden field, the header Idempotency-Key), how an answer is sent.
//
// Invariants: of requests with the same owner and key only one works at a time, on any number of nodes; an answer that
// was kept is given again word for word; a request that failed leaves nothing, so that it may be tried again.
package once
