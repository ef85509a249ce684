// Package ticket keeps every case from the first word to the follow-up.
//
// Owns: tickets, their messages, attachments, links, references and logged time; categories, kinds and their versioned
// configuration; saved views and reply templates; who is looking at a ticket just now.
// Does not own: people and groups (directory), rights as such (access), telling people (notify), clocks of service
// levels (sla), finding by words (search).
//
// Invariants: a ticket's version is the number of its events, and replaying them gives the ticket; a ticket leaves
// "new" only with a category; it is closed only after its user has been told; what is internal never reaches the
// requester; a ticket about a person with protected identity is sealed and shows to nobody without the named permission.
//
// Events: see event.go.
package ticket
