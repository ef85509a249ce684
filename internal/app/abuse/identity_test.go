package abuse_test

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// hidden is a world with somebody under protected identity, who is a user of the desk and works at it too.
type hidden struct {
	*site.Site
	petra directory.PersonID
	own   ticket.Ticket // Petra's own case.
	plain ticket.Ticket // Anna's case, in which Petra has answered.
	file  string
	tell  []string // What nobody may read.
}

func hide(t *testing.T, s *site.Site) *hidden {
	t.Helper()
	h := &hidden{Site: s, petra: join(t, s, "Petra", "Hemligsson"), tell: []string{"Petra", "Hemligsson", "petra@", "Ny adress", "zebrafisk", "flyttlapp"}}
	grant(t, s, h.petra, "agent", authz.Desk, int64(s.Desk.ID))
	by, tickets := actor(t, s, h.petra), s.App.Ticket
	loose := must(tickets.Upload(t.Context(), by, ticket.File{Name: "flyttlapp.txt", Content: strings.NewReader("zebrafisk")}))(t)
	h.file = fmt.Sprint(loose.ID)
	h.own = must(tickets.Report(t.Context(), by, ticket.ReportInput{Title: "Ny adress i registret", Text: "Min zebrafisk bor kvar.", Attachments: []ticket.AttachmentID{loose.ID}}))(t)
	h.plain = s.Report(t, "anna", "Nätet", "Text.")
	category := s.Category.ID
	must(tickets.Change(t.Context(), by, h.plain.ID, ticket.ChangeInput{Category: &category}))(t)
	must(tickets.Take(t.Context(), by, h.plain.ID))(t)
	must(tickets.Answer(t.Context(), by, h.plain.ID, ticket.Words{Text: "Vi tittar på det."}))(t)
	if err := tickets.Link(t.Context(), by, h.plain.ID, h.own.ID, ticket.LinkRelated); err != nil {
		t.Fatal(err)
	}
	visit(t, s, h.petra).Get(desk(h.plain.ID)).MustBe(200) // She has it open.
	must(s.App.Directory.Protect(t.Context(), system, h.petra))(t)
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

// doors are the addresses by which somebody could look for her.
func (h *hidden) doors() []string {
	id, ref, plain := fmt.Sprint(h.petra), h.own.ID.String(), h.plain.ID.String()
	out := []string{
		"/desk", "/desk?view=-9", "/desk?f=1&state=any&requester=" + id, "/desk?f=1&state=any&assignee=" + id, "/desk/call?person=" + id, "/desk/new?person=" + id,
		desk(h.plain.ID), desk(h.plain.ID) + "/history", desk(h.plain.ID) + "/edit", desk(h.plain.ID) + "/relate", desk(h.own.ID), desk(h.own.ID) + "/history",
		"/tickets/" + ref, "/tickets/" + plain, "/attachments/" + h.file, "/admin/people/" + id, "/admin/log", "/admin/groups", "/admin/rights?person=" + id,
		"/api/v1/tickets", "/api/v1/tickets?queue=all", "/api/v1/tickets/" + ref, "/api/v1/tickets/" + ref + "/messages", "/api/v1/tickets/" + ref + "/events",
		"/api/v1/tickets/" + plain, "/api/v1/tickets/" + plain + "/messages", "/api/v1/tickets/" + plain + "/events", "/api/v1/attachments/" + h.file,
	}
	for _, q := range []string{"petra", "hemligsson", "petra hemligsson", "petra@storstad.example", "0855599 99", "adress", "zebrafisk", "flyttlapp", ref, "%", "hemlig*"} {
		q = url.QueryEscape(q)
		out = append(out, "/search?q="+q, "/tickets?q="+q, "/desk/search?q="+q, "/desk/call?q="+q, desk(h.plain.ID)+"/relate?q="+q, "/admin/people?q="+q,
			"/api/v1/search?q="+q, "/api/v1/tickets?q="+q)
	}
	for _, format := range []string{"json", "csv", "xlsx"} {
		out = append(out, "/api/v1/reports/tickets?group_by=requester&format="+format)
	}
	return out
}

// leaks opens every door and returns what shows of her behind which.
func (h *hidden) leaks(t *testing.T, v *webtest.Visitor) []string {
	t.Helper()
	var out []string
	for _, path := range h.doors() {
		res := ask(t, h.Site, v, "GET", path, "", "")
		text := string(must(io.ReadAll(res.Body))(t))
		if strings.HasSuffix(path, "xlsx") && res.StatusCode == 200 {
			text = cells(t, []byte(text))
		}
		for _, word := range h.tell {
			q, _ := url.Parse(path)
			// What was typed stands in its own box, quoted.
			if said := strings.ReplaceAll(text, q.Query().Get("q"), ""); q.Query().Get("q") == "" && strings.Contains(text, word) || q.Query().Get("q") != "" && strings.Contains(said, word) {
				out = append(out, fmt.Sprintf("%d %s: %s", res.StatusCode, path, word))
			}
		}
	}
	return out
}

func cells(t *testing.T, raw []byte) string {
	t.Helper()
	f := must(excelize.OpenReader(bytes.NewReader(raw)))(t)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		for _, row := range must(f.GetRows(sheet))(t) {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return b.String()
}

// TestNobody_without_the_permission_learns_of_a_protected_person_by_any_door is case 26.
func TestNobody_without_the_permission_learns_of_a_protected_person_by_any_door(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		h := hide(t, s)
		for _, name := range []string{"anna", "bo", "eva", "ada", "siv"} {
			for _, leak := range h.leaks(t, visit(t, s, s.Person(t, name))) {
				t.Errorf("%s: %s", name, leak)
			}
		}
		eva := visit(t, s, s.Person(t, "eva"))
		if status, text := api(t, s, eva, "GET", "/reports/tickets", ""); status != 200 || !strings.Contains(text, `"totals":{"tickets":1,`) {
			t.Errorf("her case is counted: %d %s", status, text)
		}
		if res := ask(t, s, eva, "GET", "/live?topic="+ticketTopic(h.own.ID), "", ""); res.StatusCode != 404 {
			t.Errorf("her case can be listened to: %d", res.StatusCode)
		}
		for _, do := range []string{"link", "merge"} {
			eva.Post(desk(h.plain.ID)+"/"+do, url.Values{"other": {h.own.ID.String()}, "link": {"related"}}).MustBe(404)
		}
		for _, body := range []string{`{"requester":"petra"}`, `{"requester":"petra@storstad.example"}`, fmt.Sprintf(`{"requester":%d}`, h.petra)} {
			status, text := api(t, s, eva, "PATCH", "/tickets/"+h.plain.ID.String(), body)
			if status != 404 && status != 422 || strings.Contains(text, "Hemligsson") {
				t.Errorf("%s: %d %s", body, status, text)
			}
		}
	})
}

// TestThe_permission_opens_the_doors shows that the test above looks where something is (case 26).
func TestThe_permission_opens_the_doors(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	h := hide(t, s)
	lea := join(t, s, "Lea", "Ledare")
	grant(t, s, lea, "lead", authz.Desk, int64(s.Desk.ID))
	grant(t, s, lea, "protected", authz.Organisation, int64(s.Org.ID))
	open := map[string]bool{}
	for _, leak := range h.leaks(t, visit(t, s, lea)) {
		_, path, _ := strings.Cut(leak, " ")
		path, _, _ = strings.Cut(path, ":")
		open[path] = true
	}
	for _, path := range []string{
		"/desk?view=-9", desk(h.own.ID), desk(h.plain.ID), desk(h.plain.ID) + "/history", "/desk/call?q=petra", "/desk/search?q=zebrafisk", "/api/v1/search?q=adress",
		"/attachments/" + h.file, "/api/v1/tickets/" + h.plain.ID.String() + "/events", "/api/v1/reports/tickets?group_by=requester&format=csv",
		"/api/v1/reports/tickets?group_by=requester&format=xlsx", "/api/v1/reports/tickets?group_by=requester&format=json",
	} {
		if !open[path] {
			t.Errorf("nothing of her shows behind %s, even with the permission", path)
		}
	}
}

// TestThe_permission_of_one_organisation_opens_nothing_in_another is case 26 where two organisations share their staff.
func TestThe_permission_of_one_organisation_opens_nothing_in_another(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		h := hide(t, s)
		siv := s.Person(t, "siv")
		grant(t, s, siv, "agent", authz.Desk, int64(s.Desk.ID))
		grant(t, s, siv, "protected", authz.Organisation, actor(t, s, siv).Org)
		for _, leak := range h.leaks(t, visit(t, s, siv)) {
			t.Error(leak)
		}
	})
}

// TestMail_names_no_protected_person is case 26 by mail.
func TestMail_names_no_protected_person(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		h := hide(t, s)
		must(s.App.Ticket.Answer(t.Context(), actor(t, s, h.petra), h.plain.ID, ticket.Words{Text: "Klart snart."}))(t)
		must(s.App.Ticket.Ask(t.Context(), actor(t, s, h.petra), h.own.ID, ticket.Words{Text: "Hur går det?"}))(t)
		must(s.App.Ticket.Answer(t.Context(), system, h.own.ID, ticket.Words{Text: "Hälsa din zebrafisk."}))(t)
		if err := s.App.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, m := range must(s.App.Notify.Latest(t.Context(), 0, 50))(t) {
			text := m.Subject + m.Text + m.HTML + fmt.Sprint(m.Headers)
			if m.Ticket == h.plain.ID {
				seen++
				if strings.Contains(text, "Petra") || strings.Contains(text, "Hemligsson") || strings.Contains(text, "petra@") {
					t.Errorf("a mail to Anna names her: %s", text)
				}
			}
			if after := m.Ticket == h.own.ID && strings.Contains(text, "zebrafisk"); after {
				t.Errorf("a mail to a protected person tells more than the number: %s", text)
			}
		}
		if seen == 0 {
			t.Error("no mail left")
		}
	})
}

func ticketTopic(x ticket.ID) string { return "ticket:" + strings.TrimPrefix(x.String(), "L-") }
