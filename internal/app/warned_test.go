package app_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

func TestWhoever_has_a_case_hears_that_little_time_is_left(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		item, err := s.App.Service.Save(t.Context(), authz.System("test"), service.Item{Org: s.Org.ID, Code: "utskrift", Sv: "Utskrift", Class: service.NotWorking})
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Title: "Skrivaren", Text: "Tom.", Service: ticket.ServiceID(item.ID), Category: s.Category.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Ticket.Take(t.Context(), s.Actor(t, "eva"), x.ID); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(23 * time.Hour)
		for range 2 {
			if err := s.App.SLA.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.App.Jobs.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for _, name := range s.As(t, "ada").Get("/demo/mail").MustBe(200).Links() {
			if strings.Contains(name, "Bråttom: "+x.ID.String()) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d mails of a promise that soon breaks", n)
		}
		s.As(t, "ada").Get("/demo/mail").Click("Bråttom: "+x.ID.String()).MustSee("eva@storstad.example", "Åtgärdstid, högst: senast")
	})
}
