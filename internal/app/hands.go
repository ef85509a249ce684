package app

import (
	"lotsen/internal/web/agent/delegate"
	"lotsen/internal/web/portal/assigned"
)

// mountHands registers the pages of cases in other hands: the desk's, and those of whoever has them.
func (a *App) mountHands() {
	delegate.Mount(a.Routes, delegate.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Delegation: a.Delegation})
	assigned.Mount(a.Routes, assigned.Deps{Shell: a.Shell, Ticket: a.Ticket, Delegation: a.Delegation})
}
