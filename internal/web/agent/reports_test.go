package agent_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// came registers a case for Anna in a channel, solved at once when solution says how.
func came(t *testing.T, s *site.Site, channel ticket.Channel, solution string) ticket.Ticket {
	t.Helper()
	x, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{
		Title: "Hjälp via " + string(channel), Channel: channel, Requester: s.Person(t, "anna"), Category: s.Category.ID, Solution: solution,
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestThe_report_by_channel_shows_the_ways_in(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-02")
		for _, channel := range []ticket.Channel{ticket.Phone, ticket.Chat, ticket.Portal, ticket.Mail} {
			came(t, s, channel, "")
		}
		s.As(t, "eva").Get("/desk/reports?group_by=channel").MustBe(200).
			MustSee("Rapporter", "Telefon", "Chatt", "Portalen", "E-post", "Summa", "Ladda ner som CSV")
	})
}

func TestThe_report_shows_the_share_solved_at_first_contact(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	came(t, s, ticket.Phone, "Omstart hjälpte.")
	came(t, s, ticket.Phone, "")
	came(t, s, ticket.Phone, "")
	came(t, s, ticket.Phone, "")
	s.As(t, "eva").Get("/desk/reports").MustBe(200).MustSee("25 % (1 av 4)")
}

func TestTwo_leaders_open_the_same_report_and_see_their_own_units(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RP-07", "RP-08")
		sys := authz.System("test")
		lead := func(person, unit string) {
			t.Helper()
			u, err := s.App.Directory.AddUnit(t.Context(), sys, s.Org.ID, directory.UnitInput{Name: unit})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.App.Directory.Person(t.Context(), sys, s.Person(t, person))
			if err != nil {
				t.Fatal(err)
			}
			in := p.Input()
			in.Unit = u.ID
			if _, err := s.App.Directory.ChangePerson(t.Context(), sys, p.ID, p.Version, in); err != nil {
				t.Fatal(err)
			}
			if _, err := s.App.Access.Grant(t.Context(), sys, access.GrantInput{Person: p.ID, Role: "manager", Reach: authz.Unit, Of: int64(u.ID)}); err != nil {
				t.Fatal(err)
			}
		}
		lead("anna", "Ekskolan")
		lead("bo", "Lindskolan")
		s.Report(t, "anna", "Skrivaren", "")
		s.Report(t, "bo", "Datorn", "")
		for person, own := range map[string]string{"anna": "Ekskolan", "bo": "Lindskolan"} {
			s.As(t, person).Get("/").MustSee("Rapporter")
			rows := s.As(t, person).Get("/desk/reports?group_by=unit").MustBe(200).Rows("Siffror")
			if len(rows) != 3 || rows[1][0] != own || rows[1][1] != "1" || strings.Contains(fmt.Sprint(rows[2:]), "skolan") {
				t.Errorf("%s sees %v", person, rows)
			}
		}
	})
}

func TestA_report_that_cannot_be_keeps_what_was_chosen(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	s.As(t, "eva").Get("/desk/reports?from=2026-05-01&to=2026-03-01&group_by=group").MustBe(422).MustSee("Slutet måste ligga efter början.")
	s.As(t, "eva").Get("/desk/reports?from=i+går").MustBe(422)
	s.As(t, "eva").Get("/desk/reports?from=1999-01-01&to=1999-12-31").MustBe(200).MustSee("Inga ärenden i perioden")
	s.As(t, "bo").Get("/desk/reports").MustBe(403)
}
