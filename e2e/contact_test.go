package e2e_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

// TestPages_of_what_people_are_told_are_accessible visits each in both widths, light and dark.
func TestPages_of_what_people_are_told_are_accessible(t *testing.T) {
	s := site.Mailing(t, dbtest.SQLite(t))
	system := authz.System("test")
	if err := s.App.Notify.SetRules(t.Context(), system, s.Org.ID, []notify.Rule{{Priority: 5, Minutes: 30}}); err != nil {
		t.Fatal(err)
	}
	fault := s.Report(t, "anna", "Skrivaren", "Den skriver inte.")
	complaint, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Kind: ticket.Complaint, Title: "Jag fick vänta", Text: "En vecka."})
	if err != nil {
		t.Fatal(err)
	}
	called, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "bo"), ticket.ReportInput{Title: "Datorn", Text: "Den startar inte.", Way: "phone"})
	if err != nil {
		t.Fatal(err)
	}
	s.Resolve(t, called.ID, "Ny laddare.")
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Hour)
	if err := s.App.Notify.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	base := s.Serve(t)
	for person, list := range map[string][]string{
		"Eva Lind": {
			"/desk?view=-10", "/desk/tickets/" + fault.ID.String(), "/desk/tickets/" + called.ID.String(), "/desk/tickets/" + called.ID.String() + "/contact",
			"/desk/tickets/" + fault.ID.String() + "/needs", "/desk/tickets/" + fault.ID.String() + "/help", "/desk/tickets/" + complaint.ID.String() + "/improve",
		},
		"Ada Holm":     {"/admin/texts", "/admin/texts/new", "/admin/rhythm", "/admin/selfhelp", "/admin/selfhelp/new"},
		"Anna Åkesson": {"/profile", "/help?q=skrivare", "/tickets/" + fault.ID.String() + "/way", "/tickets/" + fault.ID.String()},
	} {
		p := enter(browser.Open(t, base+"/login"), base, person)
		for _, path := range list {
			p.Go(base + path)
			browser.AxeAll(t, p, "told_"+strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path))
		}
		if c := p.Complaints(); len(c) > 0 {
			t.Errorf("the browser complains: %q", c)
		}
	}
}
