package guardians

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/directory/school"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// schoolArea is where the texts of the fields are.
const schoolArea = "proxy.school."

func (p *pages) schoolRoutes(rs *web.Routes) {
	may := web.May(roster.Run)
	rs.Handle("GET /admin/schools", may, p.schools)
	rs.Handle("GET /admin/schools/new", may, p.newSchool)
	rs.Handle("POST /admin/schools/new", may, p.saveSchool)
	rs.Handle("GET /admin/schools/{id}", may, p.school)
	rs.Handle("POST /admin/schools/{id}", may, p.saveSchool)
	rs.Handle("POST /admin/schools/{id}/run", may, p.runSchool, web.BackTo("/admin/schools/{id}"))
}

func schools(parts ...string) string {
	return paths.AdminPage(append([]string{"schools"}, parts...)...)
}

// importing is the first organisation for which the reader imports.
func (p *pages) importing(c *web.Ctx) (directory.Organisation, error) {
	list, err := p.Directory.Organisations(c.Context(), c.Actor())
	if err != nil {
		return directory.Organisation{}, err
	}
	asked := sheet.Asked[directory.OrgID](c, "org")
	i := slices.IndexFunc(list, func(o directory.Organisation) bool {
		return c.Actor().MayIn(roster.Run, authz.Organisation, int64(o.ID)) && (asked == 0 || asked == o.ID)
	})
	if i < 0 {
		return directory.Organisation{}, errs.Missing()
	}
	return list[i], nil
}

func (p *pages) schools(c *web.Ctx) error {
	org, err := p.importing(c)
	if err != nil {
		return err
	}
	list, err := p.School.List(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{Title: t.T("admin.section.schools"), Lead: t.T("proxy.school.lead")}
	h.Actions = append(h.Actions, ui.ButtonLink(paths.With(schools("new"), "org", sheet.Text(org.ID)), ui.ButtonView{Text: t.T("proxy.school.new"), Icon: "plus"}))
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: t.T("proxy.school.none")}))
	}
	v := ui.TableView{ID: "schools", Caption: t.T("admin.section.schools"), CaptionHidden: true}
	for _, name := range []string{"name", "base_url", "outcome", "ran"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T(schoolArea + name)})
	}
	for _, s := range list {
		ran := t.T("proxy.school.never")
		if !s.RanAt.IsZero() {
			ran = t.DateTime(s.RanAt)
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(s.ID), Muted: !s.Active, Cells: []ui.Cell{
			{Text: s.Name, Href: schools(sheet.Text(s.ID)), Item: true}, {Text: s.Access.BaseURL}, {Text: outcome(c, &s)}, {Text: ran},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(v))
}

func outcome(c *web.Ctx, s *school.Source) string {
	if s.Outcome == "" {
		return c.T.T("proxy.school.never")
	}
	return c.T.T("proxy.outcome." + s.Outcome)
}

func (p *pages) newSchool(c *web.Ctx) error {
	org, err := p.importing(c)
	if err != nil {
		return err
	}
	return p.showSchool(c, http.StatusOK, &school.Source{Org: org.ID}, web.NewForm("auth", school.ClientCredentials, "most_ended", "5", "active", "1"))
}

func (p *pages) source(c *web.Ctx) (school.Source, error) {
	id, err := sheet.Number[school.ID](c, "id")
	if err != nil {
		return school.Source{}, err
	}
	return p.School.Get(c.Context(), c.Actor(), id)
}

func (p *pages) school(c *web.Ctx) error {
	s, err := p.source(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name", s.Name, "base_url", s.Access.BaseURL, "auth", s.Access.Auth, "client", s.Access.Client, "token_url", s.Access.TokenURL,
		"scope", s.Access.Scope, "most_ended", strconv.Itoa(s.MostEnded), "version", strconv.FormatInt(s.Version, 10))
	if s.Active {
		f.Set("active", "1")
	}
	return p.showSchool(c, http.StatusOK, &s, f)
}

// showSchool shows how a register is set up and how the last reading went. The secret is asked for and never shown.
func (p *pages) showSchool(c *web.Ctx, status int, s *school.Source, f *web.Form) error {
	t := c.T
	var ways []ui.Option
	for _, w := range []string{school.ClientCredentials, school.Bearer, school.Key} {
		ways = append(ways, ui.Option{Value: w, Text: t.T("proxy.auth." + w)})
	}
	secret := sheet.Field{Name: "secret", Type: "password", Width: "m"}
	if s.HasSecret {
		secret.Hint = t.T("proxy.school.secret_kept")
	}
	action, title := paths.With(schools("new"), "org", sheet.Text(s.Org)), t.T("proxy.school.new")
	if s.ID != 0 {
		action, title = schools(sheet.Text(s.ID)), s.Name
	}
	form := sheet.Of(c, f, schoolArea, action, t.T("proxy.school.save"),
		sheet.Field{Name: "name", Required: true, Width: "m"}, sheet.Field{Name: "base_url", Required: true, Type: "url"},
		sheet.Field{Name: "auth", Kind: sheet.Choice, Options: ways, Width: "m"}, sheet.Field{Name: "client", Width: "m"}, sheet.Field{Name: "token_url", Type: "url"},
		sheet.Field{Name: "scope", Width: "m"}, secret, sheet.Field{Name: "most_ended", Width: "s"}, sheet.Field{Name: "active", Kind: sheet.Yes},
	).Versioned(f.Get("version")).Back(schools())
	var parts []templ.Component
	if s.ID != 0 {
		parts = append(parts, p.last(c, s))
	}
	parts = append(parts, sheet.Panel(ui.PanelView{ID: "setup", Title: t.T("proxy.school.setup")}, form.Show(t)))
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: schools(), Text: t.T("admin.section.schools")}}}, parts...)
}

// last is how the last reading went, and the buttons that begin another.
func (p *pages) last(c *web.Ctx, s *school.Source) templ.Component {
	t := c.T
	facts := []ui.Definition{{Term: t.T(schoolArea + "outcome"), Text: outcome(c, s)}}
	if !s.RanAt.IsZero() {
		facts = append(facts, ui.Definition{Term: t.T(schoolArea + "ran"), Text: t.DateTime(s.RanAt)})
	}
	if s.Report.Fault != "" {
		facts = append(facts, ui.Definition{Term: t.T(schoolArea + "fault"), Text: s.Report.Fault})
	}
	for _, kind := range []roster.Kind{roster.Units, roster.People, roster.Relations} {
		counts, there := s.Report.Counts[kind]
		if !there {
			continue
		}
		text := ""
		for _, a := range []roster.Action{roster.Added, roster.Changed, roster.Ended, roster.Unchanged, roster.Refused} {
			text += fmt.Sprintf("%s: %d. ", t.T("admin.import.action."+string(a)), counts[a])
		}
		facts = append(facts, ui.Definition{Term: t.T("proxy.rows." + string(kind)), Text: text})
	}
	for _, what := range slices.Sorted(maps.Keys(s.Report.Unknown)) {
		facts = append(facts, ui.Definition{Term: t.T(schoolArea + "unknown"), Text: what + " (" + strconv.Itoa(s.Report.Unknown[what]) + ")"})
	}
	run := schools(sheet.Text(s.ID), "run")
	parts := []templ.Component{ui.DefinitionList(facts)}
	buttons := []templ.Component{
		sheet.Do(c, run, t.T("proxy.school.look"), "").Hidden("what", "look").Show(t), sheet.Do(c, run, t.T("proxy.school.run"), "").Hidden("what", "run").Show(t),
	}
	if s.Outcome == school.Waits {
		parts = append(parts, ui.Alert(ui.AlertView{Color: ui.Warning, Title: t.T("proxy.school.waits", "share", s.Report.Share, "most", s.MostEnded)}))
		buttons = append(buttons, sheet.Do(c, run, t.T("proxy.school.despite"), "").Hidden("what", "despite").Show(t))
	}
	return sheet.Panel(ui.PanelView{ID: "last", Title: t.T("proxy.school.last")}, append(parts, sheet.Row(buttons...))...)
}

func (p *pages) saveSchool(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	var s school.Source
	if c.Param("id") != "" {
		s, err = p.source(c)
	} else {
		var org directory.Organisation
		org, err = p.importing(c)
		s.Org = org.ID
	}
	if err != nil {
		return err
	}
	in := school.Source{
		ID: s.ID, Org: s.Org, Name: f.Words("name"), MostEnded: int(f.Int("most_ended")), Active: f.Has("active"), Version: f.Int("version"),
		Access: school.Access{
			BaseURL: f.Get("base_url"), Auth: f.Get("auth"), Client: f.Get("client"), TokenURL: f.Get("token_url"), Scope: f.Get("scope"), Secret: f.Get("secret"),
		},
	}
	f.Set("secret", "") // It is asked for again rather than sent back.
	id, err := p.School.Save(c.Context(), c.Actor(), in)
	if errs.Is(err, errs.Conflict) {
		f.Set("version", strconv.FormatInt(s.Version, 10))
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showSchool(c, status, &s, f)
	}
	if err != nil {
		return err
	}
	c.Flash("proxy.school.saved")
	return c.Redirect(schools(sheet.Text(id)))
}

func (p *pages) runSchool(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	s, err := p.source(c)
	if err != nil {
		return err
	}
	if f.Get("what") == "look" {
		_, err = p.School.Plan(c.Context(), c.Actor(), s.ID)
	} else {
		_, err = p.School.Run(c.Context(), c.Actor(), s.ID, f.Get("what") == "despite")
	}
	if err != nil {
		return err
	}
	return c.Redirect(schools(sheet.Text(s.ID)))
}
