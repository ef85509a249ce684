// Package major is the page that leads the hour of a major incident: who leads, when the next word is due, what is
// published, how many are concerned, the checklist and the log.
//
// Owns: the addresses under /desk/tickets/{ref}/major.
// Does not own: the rules (desk/common), notices and instructions (desk/notice, agent/notices), the frame (shell).
package major
