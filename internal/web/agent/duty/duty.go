package duty

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
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
	Duty      *duty.Service
	DB        *sqldb.DB // For the water mark of a live page.
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(ticket.MayWork)
	rs.Handle("GET /desk/duty", may, p.list)
	rs.Handle("POST /desk/duty", may, p.setChats)
	rs.Handle("POST /desk/duty/{state}", may, p.set, web.BackTo("/desk/duty"))
	rs.Handle("POST /desk/duty/{state}/{person}", web.May(duty.MayLead), p.setOther, web.BackTo("/desk/duty"))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.OnDuty(), Text: "duty.menu", Verbs: []authz.Verb{ticket.MayWork}}
}

// Personal is the entries of one's own menu: there, or gone, in one click.
func Personal() []shell.Link {
	var out []shell.Link
	for _, s := range []duty.State{duty.Available, duty.Away} {
		out = append(out, shell.Link{Href: paths.OnDuty(string(s)), Text: "duty.i_am." + string(s), Verbs: []authz.Verb{ticket.MayWork}, Post: true})
	}
	return out
}

// Panel tells the reader how they stand and lets them change it in one click; back is where they come back to. It costs
// one statement.
func Panel(c *web.Ctx, s *duty.Service, back string) (templ.Component, error) {
	mine, err := s.Of(c.Context(), c.Actor(), directory.PersonID(c.Actor().Person))
	if err != nil {
		return nil, err
	}
	return panel(c, mine, back), nil
}

func panel(c *web.Ctx, mine []duty.Agent, back string) templ.Component {
	now, words, since := duty.Away, c.T.T("duty.you.away"), ""
	if i := slices.IndexFunc(mine, func(a duty.Agent) bool { return a.State != duty.Away }); i >= 0 {
		now, since = mine[i].State, c.T.DateTime(mine[i].Since)
		words = c.T.T("duty.you."+string(now), "since", since)
	}
	for _, a := range mine {
		since += sheet.Text(a.Since.UnixMicro()) // What was said before is not what is said now.
	}
	parts := []templ.Component{ui.Tag(stateTag(c, now))}
	for _, s := range duty.States() {
		if s != now {
			parts = append(parts, sheet.Do(c, paths.OnDuty(string(s)), c.T.T("duty.i_am."+string(s)), "").Hidden("back", back).Keyed(c, "duty", string(s), since).Show(c.T))
		}
	}
	return sheet.Panel(ui.PanelView{ID: "on-duty", Title: c.T.T("duty.you")}, sheet.Say(words), sheet.Row(parts...))
}

func stateTag(c *web.Ctx, s duty.State) ui.TagView {
	v := ui.TagView{Text: c.T.T("duty.state." + string(s)), Hint: c.T.T("duty.column.state")}
	switch s {
	case duty.Available:
		v.Color, v.Icon = ui.Success, "check"
	case duty.Busy:
		v.Color, v.Icon = ui.Warning, "pause"
	case duty.Away:
		v.Icon = "clock"
	}
	return v
}

// desk is the desk in the address, else the first at which the reader works.
func (p *pages) desk(c *web.Ctx) (directory.Desk, []directory.Desk, error) {
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), ticket.MayWork)
	if err != nil || len(list) == 0 {
		return directory.Desk{}, nil, cmpErr(err)
	}
	asked := sheet.Asked[directory.DeskID](c, "desk")
	at := slices.IndexFunc(list, func(d directory.Desk) bool { return asked == 0 || d.ID == asked })
	if at < 0 {
		return directory.Desk{}, nil, errs.Missing()
	}
	return list[at], list, nil
}

func cmpErr(err error) error {
	if err == nil {
		err = errs.Missing()
	}
	return err
}

// list shows who is there.
func (p *pages) list(c *web.Ctx) error {
	return p.show(c, http.StatusOK, nil)
}

func (p *pages) show(c *web.Ctx, status int, f *web.Form) error {
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	d, desks, err := p.desk(c)
	if err != nil {
		return err
	}
	mine, err := p.Duty.Of(c.Context(), c.Actor(), directory.PersonID(c.Actor().Person))
	if err != nil {
		return err
	}
	there, err := p.Duty.List(c.Context(), c.Actor(), d)
	if err != nil {
		return err
	}
	tabs := &ui.TabsView{Label: c.T.T("duty.desks")}
	for _, x := range desks {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(paths.OnDuty(), "desk", sheet.Text(x.ID)), Text: x.Name, Current: x.ID == d.ID})
	}
	if f == nil {
		f = web.NewForm("chats", chatsOf(mine, d.ID))
	}
	form := sheet.Of(c, f, "duty.field.", paths.OnDuty(), c.T.T("duty.save"), sheet.Field{Name: "chats", Width: "s"}).Quiet()
	v := shell.View{Title: c.T.T("duty.title"), Area: ui.Desk, Here: paths.OnDuty()}
	if status == http.StatusOK {
		v.Topics, v.Mark = []string{duty.Topic(d.ID)}, mark
	}
	parts := []templ.Component{ui.PageHeader(c.T, ui.PageHeaderView{Title: v.Title, Lead: c.T.T("duty.lead")})}
	if len(tabs.Tabs) > 1 {
		parts = append(parts, ui.Tabs(*tabs))
	}
	parts = append(parts, sheet.Split(
		[]templ.Component{table(c, d, there)},
		[]templ.Component{panel(c, mine, ""), sheet.Fold(ui.DetailsView{Summary: c.T.T("duty.field.chats"), Open: form.Wrong()}, form.Show(c.T))},
	))
	return p.Shell.Render(c, status, v, sheet.Stack(parts...))
}

func chatsOf(mine []duty.Agent, desk directory.DeskID) string {
	for _, a := range mine {
		if a.Desk == desk && a.Chats > 0 {
			return sheet.Text(a.Chats)
		}
	}
	return ""
}

// table lists who is there, by name. A colleague with protected identity has none.
func table(c *web.Ctx, d directory.Desk, there []duty.Agent) templ.Component {
	if len(there) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "person", Title: c.T.T("duty.nobody")})
	}
	leads := duty.Leads(c.Actor(), d)
	t := ui.TableView{ID: "there", Caption: c.T.T("duty.there", "count", len(there))}
	for _, name := range []string{"name", "state", "since", "groups", "chats"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("duty.column." + name), Number: name == "chats"})
	}
	if leads {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("duty.column.do"), TextHidden: true})
	}
	for _, a := range there {
		name := a.Name
		if name == "" {
			name = c.T.T("duty.colleague")
		}
		cells := []ui.Cell{
			{Text: name},
			{Content: ui.Tag(stateTag(c, a.State))},
			{Content: ui.Time(a.Since, c.T.DateTime(a.Since)), Nowrap: true},
			{Text: strings.Join(a.Groups, ", ")},
			{Text: sheet.Text(a.Chats)},
		}
		if leads {
			cells = append(cells, ui.Cell{Content: sheet.Do(c, paths.OnDuty(string(duty.Away), sheet.Text(a.Person)), c.T.T("duty.send_away"), c.T.T("duty.send_away_who", "name", name)).
				Hidden("desk", sheet.Text(d.ID)).Keyed(c, "away", sheet.Text(a.Person), sheet.Text(a.Since.UnixMicro())).Show(c.T)})
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(a.Person), Cells: cells})
	}
	return ui.Table(t)
}

// set says how the reader stands.
func (p *pages) set(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	state := duty.State(c.Param("state"))
	if err := p.Duty.Set(c.Context(), c.Actor(), duty.Input{State: state, Chats: -1}); err != nil {
		return err
	}
	c.Flash("duty.told." + string(state))
	return c.Redirect(web.Local(f.Get("back"), paths.OnDuty()))
}

// setChats says how many chats at once the reader takes.
func (p *pages) setChats(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in := duty.Input{State: duty.Available, Chats: int(f.Int("chats"))}
	if in.Chats == 0 && f.Get("chats") != "" && f.Get("chats") != "0" {
		in.Chats = duty.MostChats + 1 // No number.
	}
	mine, err := p.Duty.Of(c.Context(), c.Actor(), directory.PersonID(c.Actor().Person))
	if err != nil {
		return err
	}
	if len(mine) == 0 {
		in.State = duty.Away // Asking for fewer chats puts nobody on duty.
	} else {
		in.State = mine[0].State
	}
	err = p.Duty.Set(c.Context(), c.Actor(), in)
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("duty.chats_saved")
	return c.Redirect(paths.OnDuty())
}

// setOther ends the availability of somebody who forgot to.
func (p *pages) setOther(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	person, err := sheet.Number[directory.PersonID](c, "person")
	if err != nil {
		return err
	}
	if err := p.Duty.Set(c.Context(), c.Actor(), duty.Input{Desk: directory.DeskID(f.Int("desk")), Person: person, State: duty.State(c.Param("state")), Chats: -1}); err != nil {
		return err
	}
	c.Flash("duty.told_other")
	return c.Redirect(paths.With(paths.OnDuty(), "desk", f.Get("desk")))
}
