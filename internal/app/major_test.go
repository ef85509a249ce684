package app_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/notify"
	"lotsen/internal/testkit/site"
)

func TestWhoever_leads_a_major_incident_is_reminded_once_of_each_word_that_is_overdue(t *testing.T) {
	eachMailing(t, func(t *testing.T, s *site.Site) {
		id := s.Report(t, "anna", "Nätet ligger nere", "Ingen kommer ut.").ID
		if err := s.App.Common.Declare(t.Context(), s.Actor(t, "eva"), id); err != nil {
			t.Fatal(err)
		}
		reminders := func() (n int) {
			if err := s.App.Common.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.App.Jobs.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			all, err := s.App.Notify.Latest(t.Context(), 0, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range all {
				if strings.Contains(m.Subject, "Dags för nästa besked om "+id.String()) {
					if !strings.Contains(m.Text, "/desk/tickets/"+id.String()+"/major") || m.Reason != notify.News {
						t.Errorf("got %s: %s", m.Reason, m.Text)
					}
					n++
				}
			}
			return n
		}
		s.Advance(t, 29*time.Minute)
		if n := reminders(); n != 0 {
			t.Fatalf("%d reminders before the time", n)
		}
		s.Advance(t, time.Minute)
		if n := reminders() + reminders(); n != 2 { // The same one, seen twice.
			t.Fatalf("%d reminders", n)
		}
		eva := s.As(t, "eva")
		eva.Get(deskPage(id) + "/major").MustSee("Nästa besked är försenat, den som leder är påmind")
		// A new promise that is broken is a new reminder; a major incident that has ended reminds of nothing.
		promise := s.Clock.Now().Add(time.Hour).In(time.UTC)
		eva.Get(deskPage(id)+"/major").Form("Lova nästa besked").Fill("Nästa besked", promise.Add(time.Hour).Format("2006-01-02T15:04")).Submit("").MustBe(200)
		s.Advance(t, 3*time.Hour)
		if n := reminders(); n != 2 {
			t.Fatalf("%d reminders after the second promise", n)
		}
	})
}
