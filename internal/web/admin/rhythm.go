package admin

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// blankRules is how many empty lines the form has for new rules.
const blankRules = 3

func (p *pages) rhythmRoutes(rs *web.Routes) {
	rs.Handle("GET /admin/rhythm", web.May(ticket.MayConfigure), p.rhythm)
	rs.Handle("POST /admin/rhythm", web.May(ticket.MayConfigure), p.setRhythm)
}

func rhythmPath(org directory.OrgID) string {
	return paths.With(paths.AdminPage("rhythm"), "org", text(int64(org)))
}

// rhythm shows how often users hear of cases that are not solved yet.
func (p *pages) rhythm(c *web.Ctx) error {
	org, tabs, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	rules, err := p.Notify.Rules(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	var pairs []string
	for i, r := range rules {
		n := strconv.Itoa(i+1) + "."
		pairs = append(pairs, n+"kind", string(r.Kind), n+"priority", strconv.Itoa(r.Priority), n+"minutes", strconv.Itoa(r.Minutes))
	}
	return p.showRhythm(c, http.StatusOK, org, tabs, web.NewForm(append(pairs, "lines", strconv.Itoa(len(rules)+blankRules))...))
}

func (p *pages) showRhythm(c *web.Ctx, status int, org directory.Organisation, tabs *ui.TabsView, f *web.Form) error {
	var kinds, priorities []ui.Option
	for _, k := range ticket.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("desk.kind." + string(k))})
	}
	for n := 1; n <= 5; n++ {
		priorities = append(priorities, ui.Option{Value: strconv.Itoa(n), Text: c.T.T("desk.priority." + strconv.Itoa(n))})
	}
	a := ask(c, f, "admin.rhythm.")
	count := int(min(max(f.Int("lines"), blankRules), 60))
	for i := 1; i <= count; i++ {
		n, line := strconv.Itoa(i)+".", ask(c, f, "admin.rhythm.")
		named := func(name string) fit { return labelled(c.T.T("admin.rhythm."+name, "number", i)) }
		line.choice(n+"kind", c.T.T("admin.rhythm.every_kind"), kinds, medium, named("kind")).
			choice(n+"priority", c.T.T("admin.rhythm.every_priority"), priorities, medium, named("priority")).
			line(n+"minutes", short, named("minutes"), helped(c.T.T("admin.rhythm.minutes_help")))
		a.add(fieldset(c.T.T("admin.rhythm.line", "number", i), line.parts))
	}
	form := a.form(rhythmPath(org.ID), c.T.T("admin.save"), ui.HiddenView{Name: "lines", Value: strconv.Itoa(count)})
	h := head{title: c.T.T("admin.section.rhythm"), lead: c.T.T("admin.rhythm.lead"), tabs: tabs}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) setRhythm(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, tabs, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	var rules []notify.Rule
	var at []string
	for i := 1; i <= int(min(f.Int("lines"), 60)); i++ {
		n := strconv.Itoa(i)
		if f.Get(n+".minutes") == "" {
			continue // A line without a number is a rule taken away.
		}
		minutes, err := strconv.Atoi(f.Get(n + ".minutes"))
		if err != nil {
			minutes = -1 // Refused by the use case, in its place.
		}
		at = append(at, n)
		rules = append(rules, notify.Rule{Kind: ticket.Kind(f.Get(n + ".kind")), Priority: int(f.Int(n + ".priority")), Minutes: minutes})
	}
	err = inLines(p.Notify.SetRules(c.Context(), c.Actor(), org.ID, rules), at)
	if status, yes := again(f, err); yes {
		return p.showRhythm(c, status, org, tabs, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", c.T.T("admin.section.rhythm"))
	return c.Redirect(rhythmPath(org.ID))
}
