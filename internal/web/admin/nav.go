package admin

import (
	"slices"
	"strings"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/rental"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
)

// section is a page of the menu and the verbs that open it; one of them is needed.
type section struct {
	name  string // Part of the address and of the text keys.
	icon  string
	verbs []authz.Verb
	needs breadth
}

// breadth is how wide a right must be to open a section.
type breadth uint8

const (
	anywhere breadth = iota
	wholeOrg
	wholeInstallation
)

func (s section) open(by authz.Actor) bool {
	return slices.ContainsFunc(s.verbs, func(v authz.Verb) bool {
		switch s.needs {
		case wholeInstallation:
			return by.MayIn(v, authz.Everywhere, 0)
		case wholeOrg:
			return by.IsSystem() || by.Has(v, authz.Everywhere) || by.Has(v, authz.Organisation)
		}
		return by.May(v)
	})
}

func (s section) href() string { return paths.AdminPage(s.name) }

// sectionGroup is sections under a heading.
type sectionGroup struct {
	name     string
	sections []section
}

// allSections is the menu, in its order.
func allSections() []sectionGroup {
	configure, units, orgs := []authz.Verb{ticket.MayConfigure}, []authz.Verb{directory.UnitWrite}, []authz.Verb{directory.OrgWrite}
	return []sectionGroup{
		{"who", []section{
			{"people", "person", []authz.Verb{directory.PersonWrite}, anywhere},
			{"units", "site", units, anywhere},
			{"guardians", "person", []authz.Verb{guardian.MayWrite}, wholeOrg},
			{"schools", "book", []authz.Verb{roster.Run}, wholeOrg},
			{"sites", "site", units, anywhere},
			{"costs", "order", units, anywhere},
			{"references", "order", units, anywhere},
			{"authorities", "book", orgs, anywhere},
			{"statements", "book", orgs, anywhere},
			{"organisations", "portal", orgs, anywhere},
		}},
		{"desk", []section{
			{"desks", "phone", orgs, anywhere},
			{"groups", "group", []authz.Verb{directory.GroupWrite}, anywhere},
			{"competence", "group", []authz.Verb{duty.MayLead}, anywhere},
			{"lines", "phone", []authz.Verb{line.MayConfigure}, anywhere},
			{"categories", "tickets", configure, anywhere},
			{"kinds", "fault", configure, wholeOrg},
			{"catalogue", "order", []authz.Verb{catalogue.MayWrite}, wholeOrg},
			{"packages", "order", []authz.Verb{catalogue.MayPackage}, wholeOrg},
			{"templates", "reply", configure, anywhere},
			{"texts", "mail", configure, wholeOrg},
			{"rhythm", "clock", configure, wholeOrg},
			{"selfhelp", "book", []authz.Verb{selfhelp.MayWrite}, wholeOrg},
			{"views", "search", configure, anywhere},
			{"calendars", "clock", []authz.Verb{calendar.Write}, anywhere},
			{"services", "fault", []authz.Verb{service.MayWrite}, anywhere},
			{"objects", "book", []authz.Verb{service.MayWrite}, anywhere},
			{"promises", "clock", []authz.Verb{sla.MayPromise}, anywhere},
			{"pauses", "pause", []authz.Verb{sla.MayPromise}, anywhere},
			{"levels", "device", []authz.Verb{level.MayWrite}, wholeOrg},
			{"models", "device", []authz.Verb{model.MayWrite}, wholeOrg},
			{"rental", "device", []authz.Verb{rental.MayWrite}, wholeOrg},
			{"callers", "person", []authz.Verb{verify.MayArrange}, wholeOrg},
			{"readers", "device", []authz.Verb{announce.MayConnect}, anywhere},
			{"settings", "clock", []authz.Verb{setting.Write}, anywhere},
		}},
		{"rights", []section{
			{"roles", "key", []authz.Verb{access.RoleWrite, access.RoleGrant}, anywhere},
			{"grants", "key", []authz.Verb{access.RoleGrant, access.RoleGiveCentral}, anywhere},
			{"review", "search", []authz.Verb{access.MayReview}, anywhere},
			{"tokens", "lock", []authz.Verb{access.TokenWrite}, anywhere},
			{"log", "lock", []authz.Verb{audit.SecurityRead}, anywhere},
		}},
		{"works", []section{
			{"import", "down", []authz.Verb{roster.Run}, anywhere},
			{"mailboxes", "mail", orgs, anywhere},
			{"alarms", "alarm", []authz.Verb{alarm.MayConfigure}, anywhere},
			{"phones", "phone", []authz.Verb{line.MayConfigure}, wholeOrg},
			{"partners", "group", []authz.Verb{exchange.MayConnect}, anywhere},
			{"bridges", "chat", []authz.Verb{bridge.MayConnect}, anywhere},
			{"connectors", "key", []authz.Verb{connector.MayArrange}, anywhere},
			{"jobs", "alarm", []authz.Verb{jobs.Manage}, wholeInstallation},
		}},
	}
}

// Verbs lists what opens any page of the administration: one of them opens the overview.
func Verbs() []authz.Verb {
	var out []authz.Verb
	for _, g := range allSections() {
		for _, s := range g.sections {
			out = append(out, s.verbs...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

type navView struct {
	Label  string
	Groups []navGroup
}

type navGroup struct {
	Text  string
	Links []navLink
}

type navLink struct {
	Href, Text string
	Current    bool
}

// navigation is the sections that are open to the reader.
func navigation(c *web.Ctx) navView {
	path := c.Request().URL.Path
	v := navView{Label: c.T.T("admin.sections")}
	v.Groups = append(v.Groups, navGroup{c.T.T("admin.title"), []navLink{{paths.Admin(), c.T.T("admin.overview"), path == paths.Admin()}}})
	for _, g := range allSections() {
		group := navGroup{Text: c.T.T("admin.group." + g.name)}
		for _, s := range g.sections {
			if s.open(c.Actor()) {
				within := path == s.href() || strings.HasPrefix(path, s.href()+"/")
				group.Links = append(group.Links, navLink{s.href(), c.T.T("admin.section." + s.name), within})
			}
		}
		if len(group.Links) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	return v
}
