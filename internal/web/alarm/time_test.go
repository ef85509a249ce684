package alarm_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

// later moves the clock and does what has fallen due.
func later(t *testing.T, s *site.Site, d time.Duration) {
	t.Helper()
	s.Clock.Advance(d)
	if err := s.App.Alarm.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// firing is the alarm that fires with a key.
func firing(t *testing.T, s *site.Site, key string) *alarm.Alarm {
	t.Helper()
	for _, past := range []bool{false, true} {
		list, _, err := s.App.Alarm.List(t.Context(), by, alarm.Filter{Past: past})
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			if list[i].Key == key {
				return &list[i]
			}
		}
	}
	t.Fatalf("no alarm %q", key)
	return nil
}

// said are the notes of a case.
func said(t *testing.T, s *site.Site, id ticket.ID) string {
	t.Helper()
	x := s.Ticket(t, id)
	list, err := s.App.Ticket.Messages(t.Context(), by, &x)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range list {
		b.WriteString(m.Text + "\n")
	}
	return b.String()
}

func TestAn_alarm_that_heals_in_time_makes_no_case(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s, func(r *alarm.Rule) { r.Config.Do.Delay = 2 })
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		c.tell(plain("firing", "brief"))
		c.tell(plain("firing", "long"))
		later(t, s, time.Minute)
		c.tell(plain("resolved", "brief"))
		if ids := alarms(t, s); len(ids) != 0 {
			t.Errorf("too early: %v", ids)
		}
		later(t, s, 2*time.Minute)
		if ids := alarms(t, s); len(ids) != 1 || firing(t, s, "long").Ticket != ids[0] || firing(t, s, "brief").Ticket != 0 {
			t.Errorf("after the delay: %v", ids)
		}
		// One that says how long it lasts ends by itself.
		c.tell(`{"key":"once","summary":"Omstart","severity":4,"expires_minutes":30}`)
		later(t, s, 3*time.Minute)
		id := firing(t, s, "once").Ticket
		if id == 0 {
			t.Fatal("no case for it")
		}
		later(t, s, 30*time.Minute)
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("it has not ended by itself: %s", x.State)
		}
	})
}

func TestWork_in_a_service_window_makes_no_case_but_what_fires_afterwards_does(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		mail, err := s.App.Service.Save(t.Context(), by, service.Item{Org: s.Org.ID, Code: "epost", Sv: "E-post", En: "Mail", Active: true})
		if err != nil {
			t.Fatal(err)
		}
		rule(t, s, func(r *alarm.Rule) { r.Config.Do.Service = ticket.ServiceID(mail.ID) })
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		window := outage.NextPrimary(s.Clock.Now())
		if _, err := s.App.Outage.Book(t.Context(), by, s.Org.ID, outage.Work{Title: "Byt server", Kind: outage.Primary, Date: window.Date(), Minutes: 60, Service: mail.ID}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(window.From.Add(10 * time.Minute))
		c.tell(plain("firing", "brief"))
		c.tell(plain("firing", "long"))
		if a := firing(t, s, "long"); a.Quiet != alarm.QuietWindow || !a.DueAt.Equal(window.To) {
			t.Errorf("in the window: %q until %s", a.Quiet, a.DueAt)
		}
		later(t, s, 30*time.Minute)
		c.tell(plain("resolved", "brief"))
		if ids := alarms(t, s); len(ids) != 0 {
			t.Errorf("cases in the window: %v", ids)
		}
		s.Clock.Set(window.To)
		later(t, s, time.Minute)
		if ids := alarms(t, s); len(ids) != 1 || firing(t, s, "long").Ticket == 0 {
			t.Errorf("after the window: %v", ids)
		}
	})
}

func TestAn_alarm_that_flaps_has_one_case_that_says_so_and_settles_by_itself(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		for range 10 {
			c.tell(plain("firing", "link"))
			later(t, s, time.Minute)
			c.tell(plain("resolved", "link"))
			later(t, s, time.Minute)
		}
		ids := alarms(t, s)
		if len(ids) != 1 {
			t.Fatalf("a flapping alarm made %v", ids)
		}
		x := s.Ticket(t, ids[0])
		if !x.State.Active() || x.Reopened > 3 || !strings.Contains(said(t, s, x.ID), "fladdrar") {
			t.Errorf("%s, reopened %d times:\n%s", x.State, x.Reopened, said(t, s, x.ID))
		}
		agent(t, s).Get("/desk/tickets/" + x.ID.String()).MustBe(200).MustSee("Fladdrar")
		later(t, s, 31*time.Minute)
		if x = s.Ticket(t, x.ID); x.State != ticket.StateResolved || firing(t, s, "link").Flaps() {
			t.Errorf("half an hour of calm later it is %s", x.State)
		}
	})
}

func TestA_silenced_alarm_waits_until_the_silence_is_over(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed)}
		c.tell(plain("firing", "a"))
		c.tell(plain("resolved", "a"))
		a := firing(t, s, "a")
		eva := agent(t, s)
		page := eva.Get(fmt.Sprintf("/desk/alarms/%d", a.ID)).MustBe(200)
		page.Form("Tysta").Submit("Tysta").MustBe(422)
		page.Form("Tysta").Fill("Varför", "Byter disk").Check("Tysta hela källan").Submit("Tysta").MustBe(200).MustSee("Hela källan är tystad", "Byter disk")
		s.Clock.Advance(3 * time.Hour) // Beyond the period in which the case is opened again.
		c.tell(plain("firing", "a"))
		c.tell(plain("firing", "b"))
		if b := firing(t, s, "b"); b.Quiet != alarm.QuietSilence || b.Ticket != 0 {
			t.Errorf("in the silence: %+v", b)
		}
		later(t, s, 2*time.Hour)
		if b := firing(t, s, "b"); b.Ticket == 0 || b.Quiet != "" {
			t.Errorf("after the silence: %+v", b)
		}
		s.As(t, "siv").Get(fmt.Sprintf("/desk/alarms/%d", a.ID)).MustBe(404)
		s.As(t, "siv").Get("/desk/alarms").MustBe(200).MustSee("Inga larm").MustNotSee("Disken")
		s.As(t, "anna").Get("/desk/alarms").MustBe(403)
	})
}

func TestA_source_that_falls_silent_is_an_alarm_of_its_own(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		c := &caller{t: t, s: s, src: source(t, s, alarm.Generic, alarm.Signed, func(src *alarm.Source) { src.Config.Beat = 10 })}
		c.tell(`[]`)
		later(t, s, 9*time.Minute)
		if ids := alarms(t, s); len(ids) != 0 {
			t.Errorf("too early: %v", ids)
		}
		later(t, s, 2*time.Minute)
		later(t, s, 2*time.Minute)
		ids := alarms(t, s)
		if len(ids) != 1 || !strings.Contains(s.Ticket(t, ids[0]).Title, "Inget livstecken") {
			t.Fatalf("silent for eleven minutes: %v", ids)
		}
		s.As(t, "ada").Get("/desk/alarm-sources").MustBe(200).MustSee("Hörs inte")
		c.tell(`[]`)
		if x := s.Ticket(t, ids[0]); x.State != ticket.StateResolved {
			t.Errorf("heard again: %s", x.State)
		}
	})
}
