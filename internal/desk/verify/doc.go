// Package verify makes sure that whoever calls is who they say they are, before the desk does what only they may ask for.
//
// Owns: tables caller_method, caller_check, caller_code; the methods of checking and their strength, the checks of a case,
// one-time codes, which actions stay locked until a check is passed.
// Does not own: the actions themselves (access, directory, delegation), the case (ticket), how a code is sent (app).
//
// Invariants: a check counts for one case, one person and a settable time, and for nobody else; the latest check that
// came to an end decides; nobody checks themselves; a check by code is passed by the code alone, which the agent never
// sees; failed checks of a person are counted over the whole day, and too many close all ways but meeting in person; a
// question is never asked about a person with protected identity, because asking shows what is known.
// Events, on the ticket's stream and internal: ticket.caller_checked, ticket.password_given, ticket.wishes_changed.
package verify
