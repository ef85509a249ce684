// Package search finds tickets by words, numbers and references.
//
// Owns: tables ticket_text and ticket_text_mark: for each ticket the words by which it is found, apart for what its user
// may read and what only the desk may; marking hits in the texts that are shown.
// Does not own: how text becomes words (kit/textindex), who may see a ticket (ticket.Visible), lists without words
// (ticket.Queue).
//
// Invariants: a ticket's words are written in the transaction that changes it; nobody finds a ticket that they may not
// open, nor by words of notes that they may not read; the name of a person with protected identity is in no index.
// The index also holds whose a ticket is, so that a search for a common word by somebody with three tickets reads three
// tickets; that only makes it quick: the scope in the statement decides.
//
// Events: listens to every ticket event; has none of its own.
package search
