package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/agent/groups"
	"lotsen/internal/web/agent/major"
	agentnotices "lotsen/internal/web/agent/notices"
	"lotsen/internal/web/notices"
)

// mountGroups registers the pages of common tickets and of what is told to many.
func (a *App) mountGroups() {
	groups.Mount(a.Routes, groups.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Common: a.Common})
	major.Mount(a.Routes, major.Deps{Shell: a.Shell, Ticket: a.Ticket, Common: a.Common, Notice: a.Notice, DB: a.DB})
	agentnotices.Mount(a.Routes, agentnotices.Deps{Shell: a.Shell, Directory: a.Directory, Ticket: a.Ticket, Notice: a.Notice, Common: a.Common})
	notices.Mount(a.Routes, notices.Deps{Directory: a.Directory, Notice: a.Notice, BaseURL: a.Options.BaseURL})
}

// linkedParts are the parts of a ticket's page that tell of what it is linked to.
func (a *App) linkedParts() []agent.LinkedPart {
	return []agent.LinkedPart{groups.Part(a.Common, a.Ticket)}
}

// known is what the receipt of a mail tells of everybody's faults.
func known(ctx context.Context, q sqldb.Querier, org directory.OrgID, desk directory.DeskID, unit directory.UnitID, lang i18n.Lang) ([]string, error) {
	list, err := notice.RunningIn(ctx, q, notice.Mail, notice.Reader{Org: org, Desk: desk, Unit: unit})
	out := make([]string, 0, len(list))
	for i := range list {
		out = append(out, list[i].Greeting(lang))
	}
	return out, err
}
