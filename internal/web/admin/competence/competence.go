package competence

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Service   *service.Service
	Duty      *duty.Service
}

type pages struct{ Deps }

const area = "duty.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(duty.MayLead)
	rs.Handle("GET /admin/competence", may, p.list)
	rs.Handle("POST /admin/competence", may, p.decide)
	rs.Handle("GET /admin/competence/rules/new", may, p.blank)
	rs.Handle("GET /admin/competence/rules/{id}", may, p.rule)
	rs.Handle("POST /admin/competence/rules", may, p.save)
	rs.Handle("POST /admin/competence/rules/{id}", may, p.save)
	rs.Handle("POST /admin/competence/rules/{id}/drop", may, p.drop, web.BackTo("/admin/competence"))
	rs.Handle("GET /admin/competence/groups/{id}", may, p.skills)
	rs.Handle("POST /admin/competence/groups/{id}", may, p.setSkills)
}

// desk is the desk that the address or the form names, else the first that the reader leads.
func (p *pages) desk(c *web.Ctx, f *web.Form) (directory.Desk, *ui.TabsView, error) {
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), duty.MayLead)
	if err != nil {
		return directory.Desk{}, nil, err
	}
	asked := sheet.Asked[directory.DeskID](c, "desk")
	if f.Int("desk") != 0 {
		asked = directory.DeskID(f.Int("desk"))
	}
	at := slices.IndexFunc(list, func(d directory.Desk) bool { return asked == 0 || d.ID == asked })
	if at < 0 {
		return directory.Desk{}, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("duty.desks")}
	for _, d := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: in(d, paths.AdminCompetence()), Text: d.Name, Current: d.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(d directory.Desk, path string) string { return paths.With(path, "desk", sheet.Text(d.ID)) }

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// options are what a rule and a question can name.
type options struct {
	groups, services []ui.Option
	groupName        map[directory.GroupID]string
	serviceName      map[string]string
}

func (p *pages) options(c *web.Ctx, d directory.Desk) (options, error) {
	o := options{groupName: map[directory.GroupID]string{}, serviceName: map[string]string{}}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), d.ID)
	if err != nil {
		return o, err
	}
	for _, g := range groups {
		o.groupName[g.ID] = g.Name
		o.groups = append(o.groups, ui.Option{Value: sheet.Text(g.ID), Text: g.Name})
	}
	services, err := p.Service.Offered(c.Context(), d.Org)
	for _, s := range services {
		o.serviceName[sheet.Text(s.ID)] = s.Name(c.T.Lang())
		o.services = append(o.services, ui.Option{Value: sheet.Text(s.ID), Text: s.Name(c.T.Lang())})
	}
	return o, err
}

// list shows the rules, what happens when nobody is there, and what the rules would do.
func (p *pages) list(c *web.Ctx) error { return p.showList(c, http.StatusOK, nil) }

func (p *pages) showList(c *web.Ctx, status int, f *web.Form) error {
	d, tabs, err := p.desk(c, f)
	if err != nil {
		return err
	}
	known, err := p.Duty.Competence(c.Context(), c.Actor(), d)
	if err != nil {
		return err
	}
	o, err := p.options(c, d)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("nobody", string(known.Nobody))
	}
	tried, err := p.try(c, d, o)
	if err != nil {
		return err
	}
	var nobody []ui.Option
	for _, n := range duty.Choices() {
		nobody = append(nobody, ui.Option{Value: string(n), Text: c.T.T("duty.nobody." + string(n))})
	}
	// Radio buttons, because the choices are whole sentences.
	radios := ui.RadioGroup(c.T, ui.ChoiceView{Name: "nobody", Label: c.T.T("duty.field.nobody"), LabelHidden: true, Error: f.Error(c.T, "nobody"), Options: ui.Pick(nobody, f.Get("nobody"))})
	choice := sheet.Of(c, f, area, paths.AdminCompetence(), c.T.T("duty.save")).Hidden("desk", sheet.Text(d.ID)).Add(radios).Quiet()
	h := sheet.Head{Title: c.T.T("duty.competence"), Lead: c.T.T("duty.competence_lead"), Tabs: tabs, Actions: []templ.Component{
		ui.ButtonLink(in(d, paths.AdminCompetence("rules", "new")), ui.ButtonView{Text: c.T.T("duty.rule_add"), Icon: "plus"}),
	}}
	return p.show(c, status, h, sheet.Split(
		[]templ.Component{ruleTable(c, d, &known, o)},
		[]templ.Component{
			sheet.Panel(ui.PanelView{ID: "try", Title: c.T.T("duty.try")}, tried...),
			sheet.Panel(ui.PanelView{ID: "nobody-there", Title: c.T.T("duty.nobody_title")}, choice.Show(c.T)),
		},
	))
}

// ruleTable lists the rules by group, in words.
func ruleTable(c *web.Ctx, d directory.Desk, known *duty.Competence, o options) templ.Component {
	if len(known.Rules) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "group", Title: c.T.T("duty.no_rules")})
	}
	t := ui.TableView{ID: "rules", Caption: c.T.T("duty.rules"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T(area + "group")}, {Text: c.T.T("duty.knows")}, {Text: c.T.T("duty.members")},
	}}
	for i := range known.Rules {
		r := &known.Rules[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Cells: []ui.Cell{
			{Text: o.groupName[r.Group], Href: in(d, paths.AdminCompetence("rules", sheet.Text(r.ID))), Item: true},
			{Text: words(c, r, known, o)},
			{Text: c.T.T("duty.skills", "group", o.groupName[r.Group]), Href: in(d, paths.AdminCompetence("groups", sheet.Text(r.Group)))},
		}})
	}
	return ui.Table(t)
}

// words is what a rule names, sort by sort.
func words(c *web.Ctx, r *duty.Rule, known *duty.Competence, o options) string {
	var all []string
	say := func(sort string, names []string) {
		if len(names) > 0 {
			all = append(all, c.T.T("duty.by."+sort)+": "+strings.Join(names, ", "))
		}
	}
	var services, categories, units, langs, channels []string
	for _, id := range r.Services {
		services = append(services, o.serviceName[sheet.Text(id)])
	}
	for _, k := range r.Categories {
		categories = append(categories, c.T.T("admin.person_category."+string(k)))
	}
	for _, id := range r.Units {
		units = append(units, known.Units[id])
	}
	for _, l := range r.Langs {
		langs = append(langs, c.T.T("shell.lang."+l))
	}
	for _, x := range r.Channels {
		channels = append(channels, c.T.T("desk.channel."+string(x)))
	}
	say(duty.ByService, services)
	say(duty.ByCategory, categories)
	say(duty.ByUnit, units)
	say(duty.ByLang, langs)
	say(duty.ByChannel, channels)
	return strings.Join(all, "; ")
}

// decide says what happens when nobody is available.
func (p *pages) decide(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	d, _, err := p.desk(c, f)
	if err != nil {
		return err
	}
	err = p.Duty.Decide(c.Context(), c.Actor(), d, duty.Nobody(f.Get("nobody")))
	if status, again := sheet.Again(f, err); again {
		return p.showList(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("duty.saved")
	return c.Redirect(in(d, paths.AdminCompetence()))
}
