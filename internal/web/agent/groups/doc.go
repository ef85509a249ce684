// Package groups is the desk's pages of common tickets: putting cases together, what is below one, doing the same to all
// of them after a look at what that would do, and the report of groups.
//
// Owns: the addresses under /desk/together, /desk/groups and /desk/tickets/{ref}/group, the part of a ticket's page that
// tells of its group, and the suggestion of similar cases.
// Does not own: the rules (desk/common), the hour of a major incident (web/agent/major), the frame (shell).
package groups
