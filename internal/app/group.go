package app

import (
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/groups"
)

// mountGroups registers the pages of common tickets.
func (a *App) mountGroups() {
	groups.Mount(a.Routes, groups.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Common: a.Common})
}

// linkedParts are the parts of a ticket's page that tell of what it is linked to.
func (a *App) linkedParts() []agent.LinkedPart {
	return []agent.LinkedPart{groups.Part(a.Common, a.Ticket)}
}
