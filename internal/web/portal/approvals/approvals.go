package approvals

import (
	"context"
	"strconv"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell    *shell.Shell
	Approval *approval.Service
	// Link is the page of what is approved, "" where the reader has none.
	Link func(c *web.Ctx, of approval.Subject) string
	// Mark is the number of the newest event, for pages that look again by themselves.
	Mark func(ctx context.Context) (int64, error)
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(approval.MayDecide)
	rs.Handle("GET /approvals", may, p.list)
	rs.Handle("POST /approvals", may, p.several)
	rs.Handle("GET /approvals/{id}", may, p.show)
	rs.Handle("POST /approvals/{id}", may, p.decide)
}

// Menu is the entry of the portal's menu, for those who decide.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.Approvals(), Text: "approval.menu", Verbs: approval.Verbs()}
}

// Count is the number beside the entry.
func Count(p *i18n.Printer, n int) shell.Count {
	return shell.Count{N: n, Text: p.T("approval.menu.count")}
}

func topics(c *web.Ctx) []string { return []string{approval.Topic(directory.OrgID(c.Actor().Org))} }

// money is an amount in kronor.
func money(p *i18n.Printer, ore int64) string {
	if ore%100 == 0 {
		return p.T("approval.money", "sum", p.Number(ore/100))
	}
	return p.T("approval.money", "sum", p.Number(ore/100)+","+strconv.FormatInt(100+ore%100, 10)[1:])
}

// named is somebody by name, and "protected person" where the reader may not know it.
func named(p *i18n.Printer, names map[directory.PersonID]string, id directory.PersonID) string {
	if name := names[id]; name != "" {
		return name
	}
	return p.T("approval.somebody")
}

// onBehalf is a name, and on whose behalf.
func onBehalf(p *i18n.Printer, names map[directory.PersonID]string, id, on directory.PersonID) string {
	if on == 0 {
		return named(p, names, id)
	}
	return p.T("approval.on_behalf", "name", named(p, names, id), "for", named(p, names, on))
}
