package outages

import (
	"slices"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"

	"github.com/a-h/templ"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Service   *service.Service
	Outage    *outage.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "outage.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, write, credit := web.May(outage.MayRead), web.May(outage.MayWrite), web.May(outage.MayCredit)
	rs.Handle("GET /desk/outages", read, p.list)
	rs.Handle("GET /desk/outages/new", write, p.blank)
	rs.Handle("POST /desk/outages", write, p.register)
	rs.Handle("GET /desk/outages/{id}", read, p.one)
	rs.Handle("GET /desk/outages/{id}/edit", write, p.edit)
	rs.Handle("POST /desk/outages/{id}/edit", write, p.change)
	rs.Handle("POST /desk/outages/{id}/end", write, p.end, web.BackTo("/desk/outages/{id}"))
	rs.Handle("GET /desk/outages/{id}/void", write, p.askVoid)
	rs.Handle("POST /desk/outages/{id}/void", write, p.void)
	rs.Handle("GET /desk/availability", read, p.availability)
	rs.Handle("GET /desk/availability.csv", read, p.file)
	rs.Handle("GET /desk/windows", read, p.windows)
	rs.Handle("GET /desk/windows/new", write, p.planWork)
	rs.Handle("POST /desk/windows", write, p.book)
	rs.Handle("GET /desk/windows/work/{id}", write, p.work)
	rs.Handle("POST /desk/windows/work/{id}", write, p.settle)
	rs.Handle("GET /desk/credits", read, p.credits)
	rs.Handle("GET /desk/credits/rules/new", credit, p.newRule)
	rs.Handle("GET /desk/credits/rules/{id}", credit, p.rule)
	rs.Handle("POST /desk/credits/rules", credit, p.saveRule)
	rs.Handle("GET /desk/credits/exemptions/new", credit, p.newExemption)
	rs.Handle("POST /desk/credits/exemptions", credit, p.grant)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Outages(), Text: "outage.menu", Verbs: []authz.Verb{outage.MayRead}}
}

// show answers with a page. The four kinds of page lead to each other; every other page leads back to its own.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Desk, paths.Outages()
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// tabs lead between the four pages of an organisation and year.
func tabs(c *web.Ctx, here string, org directory.OrgID, year int) *ui.TabsView {
	v := &ui.TabsView{Label: c.T.T("outage.tabs")}
	for _, t := range []struct{ href, text string }{
		{paths.Outages(), "outage.menu"}, {paths.Availability(), "outage.availability"}, {paths.Windows(), "outage.windows"}, {paths.Credits(), "outage.credits"},
	} {
		v.Tabs = append(v.Tabs, ui.TabView{Href: at(t.href, org, year), Text: c.T.T(t.text), Current: t.href == here})
	}
	return v
}

func at(path string, org directory.OrgID, year int, more ...string) string {
	return paths.With(path, append([]string{"org", sheet.Text(org), "year", strconv.Itoa(year)}, more...)...)
}

// org is the organisation in the address, else the reader's own, else the first of which they may read.
func (p *pages) org(c *web.Ctx) (directory.OrgID, error) {
	list, err := p.Outage.Orgs(c.Context(), c.Actor())
	if err != nil {
		return 0, err
	}
	if asked := sheet.Asked[directory.OrgID](c, "org"); asked != 0 {
		if !slices.Contains(list, asked) {
			return 0, errs.Missing()
		}
		return asked, nil
	}
	if len(list) == 0 {
		return 0, errs.Missing()
	}
	return list[0], nil
}

// year is the one in the address, else this one.
func year(c *web.Ctx) int {
	n, err := strconv.Atoi(c.Query("year"))
	if err != nil || n < 2000 || n > 2200 {
		return outage.YearOf(c.Now())
	}
	return n
}

// years chooses another year.
func years(c *web.Ctx, path string, org directory.OrgID, now int, more ...string) templ.Component {
	v := ui.PaginationView{OlderText: c.T.T("outage.year_before", "year", strconv.Itoa(now-1)), NewerText: c.T.T("outage.year_after", "year", strconv.Itoa(now+1))}
	v.Older = at(path, org, now-1, more...)
	if now <= outage.YearOf(c.Now()) {
		v.Newer = at(path, org, now+1, more...)
	}
	return ui.Pagination(c.T, v)
}

// services are the functions of an organisation that can be chosen.
func (p *pages) services(c *web.Ctx, org directory.OrgID) ([]ui.Option, error) {
	list, err := p.Service.Offered(c.Context(), org)
	var out []ui.Option
	for _, i := range list {
		out = append(out, ui.Option{Value: sheet.Text(i.ID), Text: i.Name(c.T.Lang())})
	}
	return out, err
}

// moment reads a day and a time of the day, by Swedish watches; nothing at all is the zero time.
func moment(f *web.Form, bad *errs.Fields, name string) time.Time {
	day, hour := f.Get(name+"_day"), f.Get(name+"_time")
	if day == "" && hour == "" {
		return time.Time{}
	}
	if hour == "" {
		hour = "00:00"
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, clock.Stockholm())
	if err != nil {
		if _, derr := time.Parse(time.DateOnly, day); derr != nil {
			bad.Add(name+"_day", "error.date")
		} else {
			bad.Add(name+"_time", "outage.error.time")
		}
		return time.Time{}
	}
	return t.UTC()
}

// setMoment is the reverse.
func setMoment(f *web.Form, name string, t time.Time) {
	if !t.IsZero() {
		t = t.In(clock.Stockholm())
		f.Set(name+"_day", t.Format(time.DateOnly))
		f.Set(name+"_time", t.Format("15:04"))
	}
}

// lasted writes a length of time in hours and minutes.
func lasted(c *web.Ctx, d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	if minutes < 60 {
		return c.T.T("outage.minutes", "n", minutes)
	}
	if minutes%60 == 0 {
		return c.T.T("outage.hours", "n", minutes/60)
	}
	return c.T.T("outage.hours_minutes", "hours", minutes/60, "minutes", minutes%60)
}

// percent writes a share with two decimals, as the reader's language does.
func percent(c *web.Ctx, v float64) string { return c.T.T("outage.percent", "n", decimal(c, v, 2)) }

func decimal(c *web.Ctx, v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if c.T.Lang() == "sv" {
		return swedish.Replace(s)
	}
	return s
}
