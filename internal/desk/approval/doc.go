// Package approval asks for a yes before something happens, and binds the yes to what was shown.
//
// Owns: what is to be approved (table approval), its parts, one a line and step (approval_part): who may decide which,
// in which order, what was decided by whom and for whom; reminders, the time after which it goes on to others, the case
// at the desk when nobody may decide.
// Does not own: what is approved. A subject is a kind and a number; whoever asks (order) hears the events and acts. Nor
// who holds which right (access), nor mail (notify).
//
// Invariants: nobody decides what they asked for, nor through a substitute in either direction, unless the rule of the
// organisation lets them; a decision counts for what was shown, by the hash of it, and for nothing else: what has changed
// meanwhile is shown and decided anew; a step opens when the lower ones of its line have said yes; one no ends a line;
// of two who decide at once one does and the other is told; what nobody may decide goes on to the central administrators
// and, when they may not either, becomes a case at the desk; the list, the count, the page and the decision ask the same
// scope; an approval about somebody with protected identity is not there for those who may not know of them.
//
// Events, on stream "approval", with Told: approval.opened, approval.changed, approval.decided (one for each who decided,
// with the person on whose behalf), approval.approved and approval.rejected (lines that are through), approval.withdrawn,
// approval.reminded, approval.overdue, approval.stuck. It hears right.granted, right.begun,
// right.confirmed, right.ended and right.over.
package approval
