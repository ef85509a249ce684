package incidents_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/channel/incidents"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/shared"
)

type bench struct {
	t      *testing.T
	db     *sqldb.DB
	ticket *ticket.Service
	dir    *directory.Service
	desk   directory.Desk
}

func each(t *testing.T, fn func(b *bench)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		events := event.NewLog()
		b := &bench{t: t, db: env.DB, dir: directory.New(directory.Deps{DB: env.DB, Events: events})}
		b.ticket = ticket.New(ticket.Deps{DB: env.DB, Events: events, Directory: b.dir, Blobs: files})
		if b.desk, err = incidents.Desk(t.Context(), b.dir, "", ""); err != nil {
			t.Fatal(err)
		}
		fn(b)
	})
}

func (b *bench) run(m incidents.Mapping, text string) incidents.Result {
	b.t.Helper()
	res, err := incidents.Run(b.t.Context(), incidents.Deps{DB: b.db, Ticket: b.ticket, Directory: b.dir}, &m, b.desk, strings.NewReader(text))
	if err != nil {
		b.t.Fatal(err)
	}
	return res
}

func (b *bench) load(source, external string) ticket.Ticket {
	b.t.Helper()
	id, err := ticket.FindReference(b.t.Context(), b.db, source, external)
	if err != nil || id == 0 {
		b.t.Fatalf("%s %s: %v", source, external, err)
	}
	x, err := b.ticket.Load(b.t.Context(), authz.System("test"), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return x
}

// history loads a ticket's events and holds that they alone give the row.
func (b *bench) history(x *ticket.Ticket) []event.Event {
	b.t.Helper()
	events, err := event.Stream(context.Background(), b.db, ticket.Stream, int64(x.ID))
	if err != nil {
		b.t.Fatal(err)
	}
	again, err := ticket.Replay(events)
	if err != nil {
		b.t.Fatal(err)
	}
	if d := ticket.Differences(x, &again); len(d) > 0 || again.Version != x.Version || int(x.Version) != len(events) {
		b.t.Errorf("%s: replay differs in %v; version %d of %d events", x.ID, d, x.Version, len(events))
	}
	return events
}

func (b *bench) want(got incidents.Result, lines, fresh, events, known, bad int) {
	b.t.Helper()
	if got.Lines != lines || got.New != fresh || got.Events != events || got.Known != known || got.Bad != bad {
		b.t.Errorf("lines %d, new %d, events %d, known %d, bad %d (%v); want %d %d %d %d %d",
			got.Lines, got.New, got.Events, got.Known, got.Bad, got.Faults, lines, fresh, events, known, bad)
	}
}

func def(t *testing.T) incidents.Mapping {
	t.Helper()
	m, err := incidents.Default()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestA_real_log_is_taken_once(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared.Dir(t), "itsm-incidents", "incident_event_log_slice.csv"))
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(b *bench) {
		all := strings.SplitAfter(string(raw), "\n")
		half := strings.Join(all[:6001], "")
		b.want(b.run(def(b.t), half), 6000, b.firstCases(half), 6000, 0, 0)
		res := b.run(def(b.t), string(raw))
		b.want(res, 12107, 2076-b.firstCases(half), 12107-6000, 6000, 0)
		b.want(b.run(def(b.t), string(raw)), 12107, 0, 0, 12107, 0)
		if res.Cases != 2076 {
			b.t.Errorf("%d cases", res.Cases)
		}
		x := b.load("servicenow", "INC0000067")
		events := b.history(&x)
		if x.State != ticket.StateClosed || x.ResolvedAt.Format("2006-01-02 15:04") != "2016-03-02 10:11" || x.Channel != ticket.Phone || x.Priority != 3 {
			b.t.Errorf("%+v", x)
		}
		if e := events[0]; e.Label != "new" || e.At.Format("2006-01-02 15:04") != "2016-02-29 07:05" || e.Noted.Year() != 2026 || e.ActorAs != "Updated by 340" {
			b.t.Errorf("first event: %+v", e)
		}
		for _, n := range []int{101000, 101500, 102000} {
			y, err := b.ticket.Load(b.t.Context(), authz.System("test"), ticket.ID(n))
			if err == nil {
				b.history(&y)
			}
		}
	})
}

// firstCases counts the numbers in a part of the log.
func (b *bench) firstCases(text string) int {
	var numbers []string
	for _, line := range strings.Split(text, "\n")[1:] {
		if n, _, ok := strings.Cut(line, ","); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return len(slices.Compact(numbers))
}

const head = "number,incident_state,reassignment_count,reopen_count,made_sla,caller_id,opened_at,sys_updated_by,sys_updated_at,contact_type,location,category," +
	"subcategory,u_symptom,impact,urgency,priority,assignment_group,assigned_to,closed_code,resolved_at,closed_at"

func line(number, state, at, group string) string {
	return fmt.Sprintf("\n%s,%s,0,0,true,Caller 1,1/3/2016 08:00,By,%s,Phone,Site A,Nät,?,?,2 - Medium,2 - Medium,3 - Moderate,%s,?,?,?,?", number, state, at, group)
}

func TestBad_lines_are_told_by_number_and_stop_nothing(t *testing.T) {
	each(t, func(b *bench) {
		text := head + line("A1", "New", "1/3/2016 08:01", "G") +
			"\nA2,New,too,short" + // 3
			strings.Replace(line("A3", "New", "1/3/2016 08:01", "G"), "1/3/2016 08:01", "31/2/2016 08:01", 1) + // 4
			strings.Replace(line("A4", "New", "1/3/2016 08:01", "G"), "2 - Medium", "enormous", 1) + // 5
			strings.Replace(line("", "New", "1/3/2016 08:01", "G"), "\n,", "\n?,", 1) + // 6
			strings.Replace(line("A5", "New", "1/3/2016 08:01", "G"), "Nät", `"Nät`, 1) + // 7: a quote that is never closed
			"\n" + // 8: empty
			line("A6", "-100", "1/3/2016 08:02", "?") + // 9
			strings.Replace(line("A7", "New", "1/3/2016 08:02", "G"), "Nät", "\"Nät\nverk, \"\"fiber\"\"\"", 1) + // 10 and 11
			line("A1", "Closed", "1/3/2016 09:00", "G") // 12
		res := b.run(def(b.t), text)
		b.want(res, 9, 3, 4, 0, 5)
		var numbers []int
		for _, f := range res.Faults {
			numbers = append(numbers, f.Line)
			if f.Reason == "" || strings.Contains(f.Reason, "\n") {
				b.t.Errorf("line %d: reason %q", f.Line, f.Reason)
			}
		}
		slices.Sort(numbers)
		if !slices.Equal(numbers, []int{3, 4, 5, 6, 7}) {
			b.t.Errorf("bad lines %v: %v", numbers, res.Faults)
		}
		odd := b.load("servicenow", "A6")
		if odd.State != ticket.StateNew || odd.Substate != "-100" || b.history(&odd)[0].Label != "-100" {
			b.t.Errorf("a state that the mapping does not know: %s %q", odd.State, odd.Substate)
		}
		b.want(b.run(def(b.t), text), 9, 0, 0, 4, 5)
	})
}

func TestA_case_whose_past_has_changed_is_left_alone(t *testing.T) {
	each(t, func(b *bench) {
		first := head + line("A1", "New", "1/3/2016 08:01", "G") + line("A2", "New", "1/3/2016 08:01", "G")
		b.want(b.run(def(b.t), first), 2, 2, 2, 0, 0)
		second := head + line("A1", "New", "1/3/2016 08:01", "Other") + line("A1", "Closed", "1/3/2016 09:01", "Other") +
			line("A2", "New", "1/3/2016 08:01", "G") + line("A2", "Active", "1/3/2016 08:05", "?")
		b.want(b.run(def(b.t), second), 4, 0, 1, 1, 2)
		x := b.load("servicenow", "A1")
		if x.State != ticket.StateNew || x.Version != 1 {
			b.t.Errorf("the case was changed: %s, version %d", x.State, x.Version)
		}
		// What a later line does not know is not known.
		if y := b.load("servicenow", "A2"); y.Group != 0 || y.State != ticket.StateOpen || y.Substate != "active" {
			b.t.Errorf("group %d, %s %s", y.Group, y.State, y.Substate)
		}
	})
}

const other = `
source = "easit"
delimiter = ";"
encoding = "windows-1252"
unknown = ["-", "okänd"]
zone = "UTC"
times = ["iso"]
title = "{Rubrik}"
yes = ["inom tid"]
no = ["för sent"]
[columns]
number = "Ärende"
at = "Ändrad"
opened = "Skapad"
resolved = "Löst"
state = "Status"
channel = "Kanal"
caller = "Anmälare"
category = "Område"
group = "Grupp"
unit = "Enhet"
impact = "Påverkan"
urgency = "Brådska"
within_target = "Målnivå"
[states]
"Registrerat" = { state = "new" }
"Pågår" = { state = "open" }
"Klart" = { state = "resolved" }
[channels]
"Telefon" = "phone"
[impact]
"Alla" = 1
"En" = 3
`

func TestAnother_systems_log_needs_only_another_mapping(t *testing.T) {
	m, err := incidents.Parse(other)
	if err != nil {
		t.Fatal(err)
	}
	utf := `Ärende;Ändrad;Skapad;Löst;Status;Kanal;Anmälare;Område;Grupp;Enhet;Påverkan;Brådska;Målnivå;Rubrik
7;2024-07-01T08:00:00Z;2024-07-01T07:59:30Z;-;Registrerat;Telefon;Åsa Öberg;Skrivare;Första linjen;Ekskolan;Alla;2;inom tid;"Skrivaren; ""Ö2"""
7;2024-07-01T10:00:00+02:00;2024-07-01T07:59:30Z;-;Pågår;Telefon;Åsa Öberg;Skrivare;Nätverk;Ekskolan;Alla;2;inom tid;Skrivaren
7;2024-07-01 09:00;2024-07-01T07:59:30Z;2024-07-01 09:00;Klart;Telefon;Åsa Öberg;Skrivare;Nätverk;Ekskolan;En;2;för sent;Skrivaren
7;2024-07-01 10:00;2024-07-01T07:59:30Z;-;Pågår;Telefon;Åsa Öberg;okänd;Nätverk;Ekskolan;En;2;för sent;Skrivaren
`

	each(t, func(b *bench) {
		b.want(b.run(m, windows1252(utf)), 4, 1, 4, 0, 0)
		x := b.load("easit", "7")
		if x.Title != "Skrivaren" || x.Channel != ticket.Phone || x.Impact != 3 || x.Urgency != 2 || x.Category != 0 || x.Reopened != 1 || x.HandOvers != 1 ||
			x.State != ticket.StateOpen || x.WithinTarget == nil || *x.WithinTarget || x.Unit == 0 || x.Priority == 0 {
			b.t.Errorf("%+v", x)
		}
		if x.CreatedAt.Format("2006-01-02T15:04:05") != "2024-07-01T07:59:30" {
			b.t.Errorf("created %s", x.CreatedAt)
		}
		p, err := directory.Load(b.t.Context(), b.db, x.Requester)
		if err != nil || p.Name() != "Åsa Öberg" {
			b.t.Errorf("requester %q: %v", p.Name(), err)
		}
		b.history(&x)
	})
}

func windows1252(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, byte(r))
	}
	return string(out)
}

func TestMappings_with_a_slip_are_refused(t *testing.T) {
	t.Parallel()
	for _, slip := range []struct{ from, to, want string }{
		{"[states]", "[status]", "unknown key"},
		{`state = "new"`, `state = "nytt"`, "no state"},
		{`zone = "UTC"`, `zone = "Sverige"`, "zone"},
		{`number = "Ärende"`, ``, "columns.number"},
		{`"Telefon" = "phone"`, `"Telefon" = "telefon"`, "no channel"},
	} {
		if _, err := incidents.Parse(strings.Replace(other, slip.from, slip.to, 1)); err == nil || !strings.Contains(err.Error(), slip.want) {
			t.Errorf("%s: %v", slip.to, err)
		}
	}
}
