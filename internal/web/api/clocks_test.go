package api_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

func TestA_case_names_its_service_and_its_clocks_are_proven(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		if _, err := s.App.Service.Save(t.Context(), authz.System("test"), service.Item{Org: s.Org.ID, Code: "utskrift", Sv: "Utskrift", Class: service.NotWorking}); err != nil {
			t.Fatal(err)
		}
		about := ticket.ServiceID(1)
		all, err := s.App.Service.Offered(t.Context(), s.Org.ID)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v %v", all, err)
		}
		about = ticket.ServiceID(all[0].ID)
		x, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Title: "Skrivaren", Text: "Tom.", Service: about})
		if err != nil {
			t.Fatal(err)
		}
		at := "/api/v1/tickets/" + url.PathEscape(x.ID.String())
		if body := string(s.As(t, "eva").Get(at).MustBe(200).Body); !strings.Contains(body, `"service":{"id":`) || !strings.Contains(body, `"due_clock":`) {
			t.Errorf("the case: %s", body)
		}
		if body := string(s.As(t, "anna").Get(at).MustBe(200).Body); !strings.Contains(body, `"name":"Utskrift"`) || strings.Contains(body, "due_clock") {
			t.Errorf("the case as its user reads it: %s", body)
		}
		var got struct {
			Items []struct {
				Clock, Unit string
				Stretches   []any
			}
		}
		if err := json.Unmarshal(s.As(t, "eva").Get(at+"/clocks").MustBe(200).Body, &got); err != nil || len(got.Items) != 5 {
			t.Errorf("%+v %v", got, err)
		}
		s.As(t, "anna").Get(at + "/clocks").MustBe(403)
		s.As(t, "siv").Get(at + "/clocks").MustBe(404)
	})
}
