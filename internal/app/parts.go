package app

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/alarms"
	"lotsen/internal/web/agent/clocks"
	"lotsen/internal/web/agent/contact"
	"lotsen/internal/web/agent/deliveries"
	"lotsen/internal/web/agent/suppliers"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/portal/assigned"
	promise "lotsen/internal/web/portal/clocks"
	"lotsen/internal/web/portal/code"
	"lotsen/internal/web/portal/reach"
	"lotsen/internal/web/portal/receive"
)

// ticketParts is what other capabilities show on the desk's page of a case, in their order. Each asks the database once
// at most.
func (a *App) ticketParts() []agent.Part {
	return []agent.Part{clocks.Part(a.SLA), contact.Part(), suppliers.Part, alarms.Part(a.Alarm), a.supportPages().Part, deliveries.Part(a.Delivery)}
}

// ownParts is the same on the user's page of an own case.
func (a *App) ownParts() []portal.Part {
	return []portal.Part{promise.Part(a.SLA), reach.Part(), code.Part, receive.Part(a.Delivery, assigned.Part(a.Delegation))}
}

// contactPages is what the pages of the words to users are made of.
func (a *App) contactPages() contact.Deps {
	return contact.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Notify: a.Notify, SelfHelp: a.SelfHelp, Verify: a.Verify}
}

// reachPages is what users choose with how they hear of a case.
func (a *App) reachPages() reach.Deps {
	return reach.Deps{Shell: a.Shell, Ticket: a.Ticket, Notify: a.Notify}
}

// openingHours adds an organisation's opening hours to an instant, for the words that a user is owed.
func (a *App) openingHours(ctx context.Context, q sqldb.Querier, org directory.OrgID, channel ticket.Channel, from time.Time, work time.Duration) (time.Time, error) {
	hours, err := a.Calendar.For(ctx, q, org, string(channel), from)
	if err != nil {
		return time.Time{}, err
	}
	due, ok := hours.Due(from, work, nil)
	if !ok {
		return from.Add(work), nil // An organisation that never opens is reckoned around the clock.
	}
	return due, nil
}
