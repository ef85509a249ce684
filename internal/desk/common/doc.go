// Package common handles cases that have the same cause as one: a common ticket with the others below it.
//
// Owns: what is reckoned for a common ticket (how many cases and residents, the priority that follows from them), putting
// cases together and apart, doing the same to all of them, finding cases that are alike, and major incidents: who leads,
// when the next word is due, the checklist and the log of the hour.
// Does not own: the cases and their links (ticket), telling people (notify), notices (notice), delegation.
//
// Invariants: a common ticket has no common ticket above it, and a case hangs on one at most; a group is handed over as
// one, never a case of it alone; doing something to all is
// one transaction and touches only what the actor may work on; every case keeps its own user, its own acceptance and its
// own clock (a person is told once of all that are theirs: see notify); a case about a person with protected identity
// counts for nothing that others see.
//
// Events: none of its own; it writes those of the cases (ticket.changed with "how": "common") and listens to
// ticket.linked, ticket.unlinked, ticket.changed, ticket.reported, ticket.withdrawn, ticket.reopened, ticket.merged,
// ticket.unmerged, ticket.sealed and ticket.delegated.
package common
