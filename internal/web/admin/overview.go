package admin

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// protectedRole is the product's role that carries verb person.protected.
const protectedRole = "protected"

// overview leads to everything that is open to the reader, and says first what they should look at.
func (p *pages) overview(c *web.Ctx) error {
	parts, err := p.warnings(c)
	if err != nil {
		return err
	}
	for _, g := range allSections() {
		var cards []ui.CardView
		for _, s := range g.sections {
			if s.open(c.Actor()) {
				cards = append(cards, ui.CardView{Href: s.href(), Title: c.T.T("admin.section." + s.name), Text: c.T.T("admin.about." + s.name), Icon: s.icon})
			}
		}
		if len(cards) > 0 {
			parts = append(parts, stack(heading(c.T.T("admin.group."+g.name)), ui.Cards(false, cards)))
		}
	}
	return p.show(c, http.StatusOK, head{title: c.T.T("admin.title"), lead: c.T.T("admin.lead")}, parts...)
}

// warnings is what somebody should do something about.
func (p *pages) warnings(c *web.Ctx) ([]templ.Component, error) {
	var out []templ.Component
	if c.Actor().May(access.RoleGrant) {
		lone, err := p.unprotected(c)
		if err != nil {
			return nil, err
		}
		for _, o := range lone {
			out = append(out, warn(c.T.T("admin.warn.protected", "org", o.Name), paths.With(paths.AdminPage("grants"), "org", text(int64(o.ID))), c.T.T("admin.warn.protected_link")))
		}
	}
	if runsJobs(c.Actor()) {
		counts, err := jobs.Counts(c.Context(), p.DB)
		if err != nil {
			return nil, err
		}
		dead := int64(0)
		for _, n := range counts {
			if n.State == jobs.Dead {
				dead += n.N
			}
		}
		if dead > 0 {
			out = append(out, warn(c.T.T("admin.warn.dead", "count", dead), paths.AdminPage("jobs"), c.T.T("admin.warn.dead_link")))
		}
	}
	if c.Actor().May(inbox.MayHandleMail) {
		stuck, err := p.Inbox.Quarantined(c.Context(), c.Actor(), 0, 100)
		if err != nil {
			return nil, err
		}
		if len(stuck) > 0 {
			out = append(out, warn(c.T.T("admin.warn.mail", "count", len(stuck)), paths.DeskMail(), c.T.T("admin.warn.mail_link")))
		}
	}
	return out, nil
}

func warn(sentence, href, link string) templ.Component {
	return ui.Alert(ui.AlertView{Color: ui.Warning, Text: sentence, Content: linked(href, link)})
}

// unprotected are the organisations in which nobody may see people with protected identity, so that nobody could help
// them.
func (p *pages) unprotected(c *web.Ctx) ([]directory.Organisation, error) {
	orgs, err := p.orgs(c, access.RoleGrant)
	if err != nil {
		return nil, err
	}
	rights, err := p.Access.WhoCould(c.Context(), c.Actor(), c.Now())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(orgs, func(o directory.Organisation) bool {
		return slices.ContainsFunc(rights, func(r access.Right) bool {
			return r.Role == protectedRole && (r.Org == o.ID || r.Of == int64(o.ID))
		})
	}), nil
}
