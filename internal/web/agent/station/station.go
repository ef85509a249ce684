package station

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Line      *line.Service
	Directory *directory.Service
	Ticket    *ticket.Service
	Asset     *asset.Service
	Outage    *outage.Service
	DB        sqldb.Querier // For the water mark of live pages alone.
	// Open is the address at which a contact of another channel is answered: a chat's; "" where there is none.
	Open func(c *line.Contact) string
	// OnDuty shows whether the agent is there, with the click that changes it; nil for nothing. It asks the database once.
	OnDuty func(c *web.Ctx, back string) (templ.Component, error)
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "line.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	take := web.May(line.MayTake)
	rs.Handle("GET /desk/station", take, p.station)
	rs.Handle("POST /desk/station/{id}/take", take, p.take, web.BackTo("/desk/station"))
	rs.Handle("POST /desk/station/{id}/end", take, p.end, web.BackTo("/desk/station"))
	rs.Handle("POST /desk/station/{id}/about", take, p.about, web.BackTo("/desk/station"))
	rs.Handle("GET /desk/pop", take, p.pop)
	rs.Handle("GET /desk/ringing", take, p.ringing)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Station(), Text: "line.menu", Verbs: []authz.Verb{line.MayTake}}
}

// station shows who waits, and the agent's own contacts.
func (p *pages) station(c *web.Ctx) error { return p.show(c, http.StatusOK, 0, nil) }

// show answers with the station; wrong is the form about a contact that came back.
func (p *pages) show(c *web.Ctx, status int, of line.ContactID, wrong *web.Form) error {
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), line.MayTake)
	if err != nil {
		return err
	}
	if len(desks) == 0 {
		return errs.Missing()
	}
	at := desks[0]
	for _, d := range desks {
		if int64(d.ID) == sheet.Asked[int64](c, "desk") {
			at = d
		}
	}
	waiting, err := p.Line.WaitingOf(c.Context(), c.Actor(), at.ID)
	if err != nil {
		return err
	}
	mine, err := p.Line.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	parts := []templ.Component{p.head(c, desks, at)}
	shown := false
	for i := range mine {
		x := &mine[i]
		switch {
		case x.State == line.Ended:
		case p.href(x) != "": // A chat has a page of its own.
			parts = append(parts, sheet.Go(p.href(x), c.T.T("line.also", "line", name(c, x), "from", caller(c, x))))
		case !shown:
			card, err := p.card(c, x)
			if err != nil {
				return err
			}
			parts, shown = append(parts, card), true
		default:
			parts = append(parts, sheet.Go(cardHref(x), c.T.T("line.also", "line", name(c, x), "from", caller(c, x))))
		}
	}
	parts = append(parts, p.waiting(c, waiting))
	for i := range mine {
		if mine[i].State == line.Ended {
			parts = append(parts, afterwards(c, &mine[i], of, wrong))
		}
	}
	if !shown && p.OnDuty != nil {
		mine, err := p.OnDuty(c, paths.Station())
		if err != nil {
			return err
		}
		parts = append(parts, mine)
	}
	return p.Shell.Render(c, status, shell.View{
		Title: c.T.T("line.title"), Area: ui.Desk, Here: paths.Station(), Topics: []string{line.Topic(at.ID), line.CallsTopic(directory.PersonID(c.Actor().Person))}, Mark: mark,
		Search: &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"},
	}, sheet.Stack(parts...))
}

func (p *pages) head(c *web.Ctx, desks []directory.Desk, at directory.Desk) templ.Component {
	v := ui.PageHeaderView{Title: c.T.T("line.title"), Lead: c.T.T("line.lead")}
	if len(desks) < 2 {
		return ui.PageHeader(c.T, v)
	}
	tabs := ui.TabsView{Label: c.T.T("line.desks")}
	for _, d := range desks {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(paths.Station(), "desk", sheet.Text(d.ID)), Text: d.Name, Current: d.ID == at.ID})
	}
	return sheet.Stack(ui.PageHeader(c.T, v), ui.Tabs(tabs))
}

// waiting is who waits: priority first, then the longest waiting.
func (p *pages) waiting(c *web.Ctx, list []line.Contact) templ.Component {
	title := ui.PanelView{ID: "waiting", Title: c.T.T("line.waiting", "count", len(list))}
	if len(list) == 0 {
		return sheet.Panel(title, sheet.Say(c.T.T("line.nobody")))
	}
	t := ui.TableView{ID: "contact", Caption: c.T.T("line.waiting", "count", len(list)), CaptionHidden: true}
	for _, n := range []string{"line", "from", "came", "waited", "target"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("line.column." + n)})
	}
	t.Columns = append(t.Columns, ui.Column{Text: c.T.T("line.take"), TextHidden: true})
	for i := range list {
		x := &list[i]
		t.Rows = append(t.Rows, ui.Row{ID: x.ID.String(), Cells: []ui.Cell{
			{Text: name(c, x), Note: c.T.T("desk.channel." + string(x.Channel)), Content: sheet.Tags(tags(c, x))},
			{Text: caller(c, x), Nowrap: true},
			{Content: ui.Time(x.Came, clockTime(x.Came)), Nowrap: true},
			{Text: length(c, x.Waited(c.Now())), Nowrap: true},
			{Text: target(c, x), Nowrap: true},
			{Content: p.taking(c, x)},
		}})
	}
	return sheet.Panel(title, ui.Table(t))
}

func (p *pages) taking(c *web.Ctx, x *line.Contact) templ.Component {
	if href := p.href(x); href != "" {
		return sheet.Go(href, c.T.T("line.open"))
	}
	return sheet.Do(c, paths.StationContact(x.ID, "take"), c.T.T("line.take"), c.T.T("line.take_label", "line", name(c, x), "from", caller(c, x))).Show(c.T)
}

// href is where a contact of another channel is answered; "" for a call.
func (p *pages) href(x *line.Contact) string {
	if p.Open == nil {
		return ""
	}
	return p.Open(x)
}

// tags tell what is particular about a contact.
func tags(c *web.Ctx, x *line.Contact) []ui.TagView {
	var out []ui.TagView
	if x.Urgent() {
		out = append(out, ui.TagView{Text: c.T.T("line.priority"), Color: ui.Warning, Icon: "warning"})
	}
	if x.Category != "" {
		out = append(out, ui.TagView{Text: c.T.T("desk.person." + string(x.Category))})
	}
	if x.State != line.Ended && x.Answered.IsZero() && x.Late(c.Now()) {
		out = append(out, ui.TagView{Text: c.T.T("line.late"), Color: ui.Danger, Icon: "clock"})
	}
	return out
}

func name(c *web.Ctx, x *line.Contact) string {
	if c.T.Lang() == "en" && x.LineEn != "" {
		return x.LineEn
	}
	if x.LineSv == "" {
		return c.T.T("line.unknown_line")
	}
	return x.LineSv
}

func caller(c *web.Ctx, x *line.Contact) string {
	if x.Channel != ticket.Phone {
		return c.T.T("desk.channel." + string(x.Channel))
	}
	if x.Caller == "" {
		return c.T.T("line.withheld")
	}
	return line.National(x.Caller)
}

func target(c *web.Ctx, x *line.Contact) string {
	if x.Target == 0 {
		return "–"
	}
	return length(c, x.Target)
}

// clockTime is the time of the day.
func clockTime(t time.Time) string { return t.In(clock.Stockholm()).Format("15:04") }

// length is a time in minutes and seconds, or in hours and minutes.
func length(c *web.Ctx, d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s < 3600 {
		return c.T.T("line.minutes", "minutes", s/60, "seconds", s%60)
	}
	return c.T.T("line.hours", "hours", s/3600, "minutes", s%3600/60)
}
