// Package portal is what everybody sees who is not at the desk: report, ask, follow, answer, accept.
//
// Owns: the pages / /report /ask /order /feedback /complaint /tickets /search /contact and the files under /attachments;
// how a ticket's states and history read in plain words.
// Does not own: what may happen to a ticket (ticket), who may see it (ticket's policy), the frame (shell).
//
// Invariants: nothing but what the person tells is needed to report; a form that comes back keeps every word and file;
// what is internal to the desk is not shown here, to an agent's own tickets neither; a page is live only with status 200.
package portal
