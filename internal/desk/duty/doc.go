// Package duty knows who is at a desk and takes calls and chats just now, and which group knows what, so that a case or
// a contact goes to those who can help with it.
//
// Owns: the availability of agents (table duty); competence groups: the rules of groups, how much each member knows,
// what happens when nobody is there (tables competence, competence_rule, competence_part, competence_skill).
// Does not own: groups and their members (directory), what waits in line (line), chats (chat), cases (ticket).
//
// Invariants: somebody is available only at a desk where they work, and no longer than they give a sign of life; the
// most exact rule that fits wins, two equally exact ones always in the same order; what the page tries is the rule that
// routes; rules that were changed count from the next case on, on every node.
//
// Events: duty.set (stream "duty", one a person), competence.changed (stream "competence", one a desk); it hears
// group.changed.
package duty
