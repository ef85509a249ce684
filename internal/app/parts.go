package app

import (
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/contact"
)

// ticketParts is what other capabilities show on the desk's page of a case, in their order. Each asks the database once
// at most.
func (a *App) ticketParts() []agent.Part {
	return []agent.Part{contact.Part(a.contactPages())}
}

// contactPages is what the pages of the words to users are made of.
func (a *App) contactPages() contact.Deps {
	return contact.Deps{Shell: a.Shell, Ticket: a.Ticket, Notify: a.Notify}
}
