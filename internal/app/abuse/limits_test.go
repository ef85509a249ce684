package abuse_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/site"
)

// TestAddresses_of_one_network_are_one_guesser is case 16: IPv6 gives everybody more addresses than can be counted.
func TestAddresses_of_one_network_are_one_guesser(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	for i := range 6 {
		_, _, err := s.App.Access.Login(t.Context(), access.Client{Address: fmt.Sprintf("2001:db8::%x", i+1)}, "anna", "fel")
		if limited := errs.Is(err, errs.Limited); limited != (i == 5) || err == nil {
			t.Errorf("attempt %d: %v", i+1, errors.Unwrap(err))
		}
	}
}

// TestA_report_by_any_dimension_comes_to_an_end is case 23: a figure must not cost more than it tells.
func TestA_report_by_any_dimension_comes_to_an_end(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	s.Report(t, "anna", "Nätet", "Text.")
	eva := visit(t, s, s.Person(t, "eva"))
	for _, by := range []string{"none", "opened_month", "opened_weekday", "resolved_month"} {
		if status, text := api(t, s, eva, "GET", "/reports/tickets?group_by="+by, ""); status != 200 {
			t.Errorf("%s: %d %s", by, status, text)
		}
	}
}

// TestHuge_and_deep_requests_are_refused is case 23.
func TestHuge_and_deep_requests_are_refused(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := visit(t, s, s.Person(t, "anna"))
	for name, body := range map[string]string{
		"deep": `{"title":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + "}", "huge": `{"title":"` + strings.Repeat("a", 17<<20) + `"}`,
	} {
		if status, _ := api(t, s, anna, "POST", "/tickets", body); status != 422 && status != 413 {
			t.Errorf("%s: %d", name, status)
		}
	}
}

// TestNumbers_of_other_systems_are_set_by_the_desk_alone is case 11: they lead mail into a case.
func TestNumbers_of_other_systems_are_set_by_the_desk_alone(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna, eva := visit(t, s, s.Person(t, "anna")), visit(t, s, s.Person(t, "eva"))
	body := `{"title":"Min","references":[{"source":"leverantör","external":"INC-1"}]}`
	if status, text := api(t, s, anna, "POST", "/tickets", body); status != 403 {
		t.Errorf("a user: %d %s", status, text)
	}
	if status, text := api(t, s, eva, "POST", "/tickets", body); status != 201 {
		t.Errorf("the desk: %d %s", status, text)
	}
}

// TestA_name_that_is_a_formula_is_text_in_files is case 25.
func TestA_name_that_is_a_formula_is_text_in_files(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	id := must(s.App.Directory.AddPerson(t.Context(), system, s.Org.ID, directory.PersonInput{Given: "=HYPERLINK(1)", Family: "Evil", Category: directory.Employee}))(t).ID
	visit(t, s, id).Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "=1+1").Submit("Skicka felanmälan").MustBe(200)
	eva := visit(t, s, s.Person(t, "eva"))
	if _, text := api(t, s, eva, "GET", "/reports/tickets?group_by=requester&format=csv", ""); !strings.Contains(text, "'=HYPERLINK") {
		t.Errorf("a formula in %s", text)
	}
}

// TestA_session_ends_with_its_person is case 24.
func TestA_session_ends_with_its_person(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := visit(t, s, s.Person(t, "anna"))
	must(s.App.Directory.EndPerson(t.Context(), system, s.Person(t, "anna")))(t)
	for _, path := range []string{"/api/v1/tickets", "/live?topic=person:" + fmt.Sprint(s.Person(t, "anna"))} {
		if res := ask(t, s, anna, "GET", path, "", ""); res.StatusCode != 401 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}
