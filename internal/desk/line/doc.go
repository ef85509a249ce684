// Package line is where people come and wait: telephone numbers and the entrances of chats, and everybody who came by one.
//
// Owns: lines and their facts, contacts and what became of them, whose telephones ring, the figures of waiting and
// answering; telephone systems, short numbers, and what they tell (calls.go); imported interval statistics.
// Does not own: cases (ticket), who is on duty (duty), when it is open (calendar), what a chat says (chat), how events
// travel (web/line, channel/ami).
//
// Invariants: a contact counts once in the hour in which it came, and offered is answered, abandoned, otherwise ended and
// waiting together; a higher priority goes ahead of every lower one, and within one the longest waiting goes first; what
// a telephone system tells twice, late or in the wrong order changes nothing that is known already; a number gives
// candidates and never decides who calls; nobody sees a contact with a protected person without the named permission.
//
// Events: contact.came, contact.answered, contact.moved, contact.linked, contact.ended, contact.rated; line.changed,
// call_source.changed. None of them carries a caller's number, which is blanked after its time.
package line
