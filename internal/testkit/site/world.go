package site

import (
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web/account"
)

// by is who the world is made by.
var by = authz.System("test")

// Persons of the world, by the names that tests use:
//
//	anna  an employee        eva   an agent of the desk        ada   an administrator
//	bo    a pupil            siv   an agent and user of another organisation
func (s *Site) fill(t testing.TB) {
	t.Helper()
	ctx, d := t.Context(), s.App.Directory
	s.Org = must(d.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "storstad", Name: "Storstad", Preset: "storstad"}))(t)
	s.Desk = must(d.AddDesk(ctx, by, s.Org.ID, "it", "It-supporten i Storstad"))(t)
	check(t, d.SetContactWays(ctx, by, s.Desk, []directory.ContactWay{
		{Channel: "phone", Audience: directory.Employee, Value: "08-555 10 00", HoursSv: "alla dagar 07–22", HoursEn: "every day 07–22"},
		{Channel: "phone", Audience: directory.Pupil, Value: "020-555 100", NoteSv: "gratis", NoteEn: "free", HoursSv: "alla dagar 07–22", HoursEn: "every day 07–22"},
		{Channel: "mail", Value: "it-support@storstad.example"},
		{Channel: "chat", Value: "IT-chatten", HoursSv: "vardagar 08–17", HoursEn: "weekdays 08–17"},
	}))
	s.Group = must(d.AddGroup(ctx, by, s.Desk.ID, "Första linjen", 1))(t)
	for _, c := range [][2]string{{"Dator", "Computer"}, {"Skrivare", "Printer"}, {"Leverantörens journalsystem", "The supplier's records system"}} {
		s.Category = must(s.App.Ticket.SaveCategory(ctx, by, ticket.Category{Org: s.Org.ID, Desk: s.Desk.ID, Sv: c[0], En: c[1]}))(t)
	}
	s.person(t, s.Org.ID, "Anna", "Åkesson", directory.Employee, "Lärare", "Lindskolan")
	s.person(t, s.Org.ID, "Bo", "Öberg", directory.Pupil, "Elev", "Lindskolan")
	s.person(t, s.Org.ID, "Eva", "Lind", directory.Employee, "Handläggare", "")
	s.person(t, s.Org.ID, "Ada", "Holm", directory.Employee, "Systemförvaltare", "")
	s.grant(t, "eva", "agent", authz.Desk, int64(s.Desk.ID))
	s.grant(t, "ada", "admin", authz.Organisation, int64(s.Org.ID))
	check(t, d.SetMembers(ctx, by, s.Group.ID, []directory.PersonID{s.people["eva"]}))

	other := must(d.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "annan", Name: "Annan kommun"}))(t)
	desk := must(d.AddDesk(ctx, by, other.ID, "it", "It i Annan"))(t)
	s.person(t, other.ID, "Siv", "Främling", directory.Employee, "Handläggare", "")
	s.grant(t, "siv", "agent", authz.Desk, int64(desk.ID))
}

func (s *Site) person(t testing.TB, org directory.OrgID, given, family string, category directory.Category, title, place string) {
	t.Helper()
	name := strings.ToLower(given)
	p := must(s.App.Directory.AddPerson(t.Context(), by, org, directory.PersonInput{
		Given: given, Family: family, Category: category, Title: title, Login: name, Email: name + "@storstad.example", Phone: "08-555 10 17",
	}))(t)
	s.people[name] = p.ID
	s.listed = append(s.listed, account.DemoPerson{
		ID: p.ID, Name: p.Name(), Group: title, Who: strings.TrimSpace(title + " " + place), Try: "Anmäl ett fel och följ det.",
		TryEn: "Report a fault and follow it.",
	})
}

func (s *Site) grant(t testing.TB, person, role string, reach authz.Reach, of int64) {
	t.Helper()
	_, err := s.App.Access.Grant(t.Context(), by, access.GrantInput{Person: s.people[person], Role: role, Reach: reach, Of: of})
	check(t, err)
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
