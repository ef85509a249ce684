package sla_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk with clocks. Its organisation is open as the preset of the two municipalities says: Monday to Thursday
// 07:30 to 16:30, Friday to 16:00.
type world struct {
	*tickettest.World
	calendar *calendar.Service
	service  *service.Service
	sla      *sla.Service
	boss     authz.Actor
	printing service.Item
	runner   *jobs.Runner
}

func newWorld(t *testing.T, env *dbtest.Env) *world {
	t.Helper()
	w := &world{World: tickettest.New(t, env)}
	w.calendar = calendar.New(calendar.Deps{DB: env.DB, Events: w.Events, Preset: func(string) (string, bool) {
		return "mon-thu 07:30-16:30; fri 07:30-16:00", false
	}})
	w.service = service.New(service.Deps{DB: env.DB, Events: w.Events})
	w.runner = jobs.New(env.DB, jobs.Options{})
	w.sla = sla.New(sla.Deps{DB: env.DB, Events: w.Events, Calendar: w.calendar, Ticket: w.Ticket, Jobs: w.runner})
	w.boss = w.Lea
	for _, v := range []authz.Verb{sla.MayPromise, sla.MayFollow, service.MayWrite} {
		w.boss.Grants = append(w.boss.Grants, authz.Grant{Verb: v, Reach: authz.Organisation, Of: int64(w.Org.ID)})
	}
	if _, err := w.service.AddFunctions(t.Context(), w.boss, w.Org.ID); err != nil {
		t.Fatal(err)
	}
	all, err := w.service.All(t.Context(), w.boss, w.Org.ID)
	if err != nil || len(all) != 14 {
		t.Fatalf("%d functions, %v", len(all), err)
	}
	for _, s := range all {
		if s.Code == "utskrift" {
			w.printing = s
		}
	}
	return w
}

// at moves the clock to a time of Swedish watches: "2026-03-05 15:00".
func (w *world) at(t *testing.T, when string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(at)
	return at.UTC()
}

// fault is a fault of Anna's with printing, which is one of the fourteen functions.
func (w *world) fault(t *testing.T) ticket.Ticket {
	t.Helper()
	x, err := w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Title: "Skrivaren", Text: "Den är död.", Category: w.Category.ID, Service: ticket.ServiceID(w.printing.ID)})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (w *world) clocks(t *testing.T, id ticket.ID) map[sla.Clock]sla.Row {
	t.Helper()
	x := w.load(t, id)
	rows, err := w.sla.Of(t.Context(), &x)
	if err != nil {
		t.Fatal(err)
	}
	w.proven(t, &x, rows)
	out := map[sla.Clock]sla.Row{}
	for _, r := range rows {
		out[r.Clock] = r
	}
	return out
}

// proven holds that the events alone give what is kept.
func (w *world) proven(t *testing.T, x *ticket.Ticket, rows []sla.Row) {
	t.Helper()
	p, err := w.sla.Recompute(t.Context(), authz.System("test"), x)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Clocks) != len(rows) {
		t.Errorf("%s: %d clocks are kept, %d computed", x.ID, len(rows), len(p.Clocks))
	}
	for i, r := range p.Clocks {
		if i < len(rows) && (rows[i].Clock != r.Clock || rows[i].State != r.State || !rows[i].Due.Equal(r.Due) || rows[i].Used != r.Used) {
			t.Errorf("%s: kept %+v, computed %+v", x.ID, rows[i], r)
		}
	}
}

func (w *world) load(t *testing.T, id ticket.ID) ticket.Ticket {
	t.Helper()
	x, err := w.Ticket.Load(t.Context(), authz.System("test"), id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (w *world) do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) hold(t *testing.T, id ticket.ID, code, until string) {
	t.Helper()
	day, err := time.ParseInLocation("2006-01-02 15:04", until, clock.Stockholm())
	w.do(t, err)
	_, err = w.Ticket.Hold(t.Context(), w.Eva, id, ticket.HoldInput{Reason: "Väntar", Code: code, Until: day})
	w.do(t, err)
}

func (w *world) resolve(t *testing.T, id ticket.ID) {
	t.Helper()
	_, err := w.Ticket.Resolve(t.Context(), w.Eva, id, ticket.ResolveInput{Solution: "Ny skrivare."})
	w.do(t, err)
}

func local(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.In(clock.Stockholm()).Format("2006-01-02 15:04")
}

// jobs does what was put off, and tells how much that was.
func (w *world) jobs(t *testing.T) (int64, error) {
	t.Helper()
	n, err := sqldb.One(t.Context(), w.DB, sqldb.Q("test.jobs", `select count(*) from job where kind like 'sla.%'`), sqldb.Value[int64])
	if err != nil {
		return n, err
	}
	return n, w.runner.Drain(t.Context())
}
