package alarm_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// api sends a request with a token and returns what it answers.
func api(t *testing.T, s *site.Site, token, method, path, body string, want int) map[string]any {
	t.Helper()
	r := httptest.NewRequest(method, "https://lotsen.test/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.App.Handler().ServeHTTP(w, r)
	if w.Code != want {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	out := map[string]any{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAlarms_and_a_suppliers_tickets_come_by_the_interface_with_their_source(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-30")
		token, err := s.App.Access.CreateToken(t.Context(), s.Actor(t, "eva"), "vakten", s.Person(t, "eva"))
		if err != nil {
			t.Fatal(err)
		}
		body := `{"key":"ups-1","summary":"UPS:en går på batteri","severity":1,"host":"ups1","labels":{"site":"Lindskolan"}}`
		first := api(t, s, token, http.MethodPost, "/alarms", body, 200)
		again := api(t, s, token, http.MethodPost, "/alarms", body, 200)
		if first["ticket"] == nil || again["ticket"] != first["ticket"] || again["count"] != 2.0 {
			t.Errorf("first %v\nagain %v", first, again)
		}
		x := api(t, s, token, http.MethodGet, "/tickets/"+first["ticket"].(string), "", 200)
		if x["channel"] != "alarm" || !strings.Contains(fmt.Sprint(x["references"]), "ups-1") {
			t.Errorf("the alarm's case does not tell its source: %v %v", x["channel"], x["references"])
		}
		if list := api(t, s, token, http.MethodGet, "/alarms", "", 200); len(list["items"].([]any)) != 1 {
			t.Errorf("firing: %v", list)
		}
		made := api(t, s, token, http.MethodPost, "/tickets", `{"title":"Planerat byte av kort","channel":"supplier","requester":"eva","references":[{"source":"gsit","external":"INC-77"}]}`, 201)
		x = api(t, s, token, http.MethodGet, "/tickets/"+made["ref"].(string), "", 200)
		if x["channel"] != "supplier" || !strings.Contains(fmt.Sprint(x["references"]), "INC-77") {
			t.Errorf("the supplier's ticket does not tell its source: %v %v", x["channel"], x["references"])
		}
		// Whoever may not work with alarms may not tell of one, and nobody at another's desk.
		anna, err := s.App.Access.CreateToken(t.Context(), s.Actor(t, "anna"), "egen", s.Person(t, "anna"))
		if err == nil {
			api(t, s, anna, http.MethodPost, "/alarms", body, 403)
		}
		siv, err := s.App.Access.CreateToken(t.Context(), s.Actor(t, "siv"), "egen", s.Person(t, "siv"))
		if err == nil {
			api(t, s, siv, http.MethodPost, "/alarms", fmt.Sprintf(`{"summary":"x","desk":"%d"}`, s.Desk.ID), 422)
			if list := api(t, s, siv, http.MethodGet, "/alarms", "", 200); len(list["items"].([]any)) != 0 {
				t.Errorf("a stranger sees %v", list)
			}
		}
	})
}

func TestZabbix_and_Icinga_are_understood_and_answered(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		z := &caller{t: t, s: s, src: source(t, s, alarm.Zabbix, alarm.Token)}
		event := func(id, value string) string {
			return fmt.Sprintf(`{"event_id":%q,"event_value":%q,"event_nseverity":"5","event_name":"Hög last","host":"srv1","trigger_id":"99"}`, id, value)
		}
		id := z.tell(event("1", "1"))
		z.tell(event("1", "0"))
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("the event is over, the case is %s", x.State)
		}
		if next := z.tell(event("2", "1")); next != id {
			t.Errorf("the same trigger again has %s, not %s", next, id)
		}
		i := &caller{t: t, s: s, src: source(t, s, alarm.Icinga, alarm.Token)}
		form := func(kind, state string) string {
			return url.Values{"NOTIFICATIONTYPE": {kind}, "HOSTNAME": {"srv2"}, "SERVICEDESC": {"disk"}, "SERVICESTATE": {state}, "SERVICEOUTPUT": {"90 % fullt"}}.Encode()
		}
		id = i.tell(form("PROBLEM", "CRITICAL"))
		i.tell(form("ACKNOWLEDGEMENT", "CRITICAL"))
		if x := s.Ticket(t, id); !x.State.Active() || !strings.Contains(x.Title, "srv2: disk CRITICAL") {
			t.Errorf("%s %q", x.State, x.Title)
		}
		i.tell(form("RECOVERY", "OK"))
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("recovered, the case is %s", x.State)
		}
	})
}

func TestA_mail_of_a_monitoring_system_is_an_alarm_and_any_other_is_not(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		source(t, s, alarm.Mail, "", func(src *alarm.Source) {
			src.Config.Mail = &read.MailPattern{From: "nagios@vakt.example", Key: `(?:PROBLEM|OK): (.+)`, Problem: "PROBLEM", Recovery: `\bOK\b`}
		})
		take := func(from, subject string, n int) inbox.Outcome {
			raw := fmt.Sprintf("From: %s\r\nTo: it-support@storstad.example\r\nSubject: %s\r\nMessage-ID: <%d@vakt.example>\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n\r\nText %d\r\n", from, subject, n, n)
			out, err := s.App.Mail().Receive(t.Context(), mail.Envelope{Raw: []byte(raw)})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		take("nagios@vakt.example", "PROBLEM: disk on srv1", 1)
		take("nagios@vakt.example", "PROBLEM: disk on srv1", 2)
		ids := alarms(t, s)
		if len(ids) != 1 {
			t.Fatalf("two mails of one alarm made %v", ids)
		}
		take("nagios@vakt.example", "OK: disk on srv1", 3)
		if x := s.Ticket(t, ids[0]); x.State != ticket.StateResolved {
			t.Errorf("its recovery left it %s", x.State)
		}
		take("anna@storstad.example", "PROBLEM: min skrivare", 4)
		if len(alarms(t, s)) != 1 {
			t.Error("a person's mail became an alarm")
		}
	})
}

func TestA_trap_goes_to_the_source_that_expects_it_from_its_sender(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s)
		source(t, s, alarm.SNMP, "", func(src *alarm.Source) {
			src.Config.Networks = []string{"10.20.0.0/16"}
			src.Config.Traps = []read.TrapRule{{OID: "1.3.6.1.4.1.318.0.5", Name: "apcOnBattery", State: read.Firing, Severity: 1, Minutes: 10}}
		})
		send := func(from, oid string) bool {
			taken, err := s.App.Alarm.TakeTrap(t.Context(), read.Trap{From: from, OID: oid, Vars: []read.Var{{OID: "1.3.6.1.2.1.2.2.1.1.7", Value: "7"}}})
			if err != nil {
				t.Fatal(err)
			}
			return taken
		}
		if send("10.99.0.1", "1.3.6.1.6.3.1.1.5.3") {
			t.Error("a trap of a stranger is taken")
		}
		if !send("10.20.3.4", "1.3.6.1.6.3.1.1.5.3") || !send("10.20.3.4", "1.3.6.1.4.1.318.0.5") {
			t.Fatal("the device's are not")
		}
		link, battery := firing(t, s, "10.20.3.4 link 7").Ticket, firing(t, s, "10.20.3.4 apcOnBattery").Ticket
		send("10.20.3.4", "1.3.6.1.6.3.1.1.5.4")
		later(t, s, 11*time.Minute)
		for _, id := range []ticket.ID{link, battery} {
			if x := s.Ticket(t, id); x.State != ticket.StateResolved {
				t.Errorf("%s %s is %s", id, x.Title, x.State)
			}
		}
	})
}
