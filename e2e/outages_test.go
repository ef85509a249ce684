package e2e_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// openOutages is a site where something is down, something is planned and a level was missed.
func openOutages(t *testing.T) *desk {
	t.Helper()
	d := &desk{Site: site.New(t)}
	ctx, sys := t.Context(), authz.System("test")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mail, err := d.App.Service.Save(ctx, sys, service.Item{Org: d.Org.ID, Code: "epost", Sv: "E-post", En: "Mail", Active: true})
	check(err)
	school, err := d.App.Directory.AddUnit(ctx, sys, d.Org.ID, directory.UnitInput{Name: "Lindskolan"})
	check(err)
	now := d.Clock.Now()
	for _, in := range []outage.Input{
		{From: now.Add(-90 * time.Minute), Cause: "Trasig switch", Units: []directory.UnitID{school.ID}},
		{From: now.AddDate(0, 0, -20), To: now.AddDate(0, 0, -18), Cause: "Full disk"},
		{From: now.AddDate(0, 0, 3), To: now.AddDate(0, 0, 3).Add(time.Hour), Planned: true, Cause: "Byte av disk"},
	} {
		in.Service = mail.ID
		_, err = d.App.Outage.Register(ctx, sys, d.Org.ID, in)
		check(err)
	}
	rule, err := d.App.Outage.SaveRule(ctx, sys, outage.Rule{
		Org: d.Org.ID, Name: "Tillgänglighet", Metric: outage.MetricAvailability, Counted: outage.CountUnplanned, Period: outage.PerTertial,
		Step: 0.1, Share: 1, Most: 10, Fee: 100_000_00, From: "2026-01-01",
	})
	check(err)
	check(d.App.Outage.Grant(ctx, sys, outage.Exemption{Org: d.Org.ID, Rule: rule.ID, Percent: 50, Reason: "Beställaren bad oss vänta.", From: now.AddDate(0, 0, -19)}))
	_, err = d.App.Outage.Book(ctx, sys, d.Org.ID, outage.Work{Title: "Byt switch", Kind: outage.Primary, Date: outage.NextPrimary(now).Date(), Minutes: 60})
	check(err)
	hours := calendar.Input{Name: "Kontoret", Rules: calendar.Version{From: calendar.Ever, Holidays: true}, Days: []worktime.Local{{Date: holiday.Of(now) + 9, Name: "Klämdag"}}}
	hours.Rules.Week, err = calendar.ParseWeek("mon-fri 08:00-17:00")
	check(err)
	_, err = d.App.Calendar.Add(ctx, sys, d.Org.ID, hours)
	check(err)
	d.url = d.Serve(t)
	return d
}

func TestPages_of_outages_and_opening_hours_have_no_accessibility_findings(t *testing.T) {
	d := openOutages(t)
	for _, lang := range []string{"sv", "en"} {
		p := d.as(t, "ada", "/desk/outages?lang="+lang)
		for name, path := range map[string]string{
			"outages": "/desk/outages", "outage": "/desk/outages/1", "outage_new": "/desk/outages/new", "outage_edit": "/desk/outages/1/edit", "outage_void": "/desk/outages/1/void",
			"availability": "/desk/availability", "windows": "/desk/windows", "window_new": "/desk/windows/new", "window_work": "/desk/windows/work/1", "credits": "/desk/credits",
			"credit_rule": "/desk/credits/rules/1", "exemption": "/desk/credits/exemptions/new", "status": "/status", "contact": "/contact", "calendars": "/admin/calendars",
			"calendar": "/admin/calendars/1", "calendar_new": "/admin/calendars/new", "calendar_hours": "/admin/calendars/1/hours", "calendar_day": "/admin/calendars/1/days",
			"calendar_use": "/admin/calendars/use", "calendar_name": "/admin/calendars/1/name",
		} {
			p.Go(d.url + path)
			lookAt[lang](t, p, name+"_"+lang)
			for _, c := range p.Complaints() {
				t.Errorf("%s: %s", name, c)
			}
		}
		for name, path := range map[string]string{
			"outage": "/desk/outages/new", "void": "/desk/outages/1/void", "window": "/desk/windows/new", "rule": "/desk/credits/rules/new",
			"exemption": "/desk/credits/exemptions/new", "calendar": "/admin/calendars/new", "day": "/admin/calendars/1/days",
		} {
			p.Go(d.url + path).Submit("main form:not([method=get]) [type=submit]")
			lookAt[lang](t, p, "wrong_"+name+"_"+lang)
		}
	}
}

func TestPages_of_outages_fit_a_phone(t *testing.T) {
	d := openOutages(t)
	p := d.as(t, "ada", "/status", browser.Width(320), browser.Height(640))
	for _, path := range []string{"/status", "/contact", "/desk/outages", "/desk/outages/1", "/desk/outages/new", "/desk/availability", "/desk/windows", "/desk/credits", "/admin/calendars", "/admin/calendars/1", "/admin/calendars/1/hours"} {
		p.Go(d.url + path)
		if over := browser.Eval[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("%s is %d px wider than the phone", path, over)
		}
	}
}
