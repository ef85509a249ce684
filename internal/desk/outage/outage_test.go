package outage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

var by = authz.System("test")

type world struct {
	*directorytest.World
	out  *outage.Service
	mail service.Item
	net  service.Item
}

func setup(t *testing.T, env *dbtest.Env) *world {
	t.Helper()
	w := &world{World: directorytest.New(t, env.DB)}
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	functions := service.New(service.Deps{DB: env.DB, Events: w.Events})
	cases := ticket.New(ticket.Deps{DB: env.DB, Events: w.Events, Directory: w.Dir})
	w.out = outage.New(outage.Deps{DB: env.DB, Events: w.Events, Service: functions, Ticket: cases, Texts: texts})
	if w.mail, err = functions.Save(t.Context(), by, service.Item{Org: w.Org.ID, Code: "mail", Sv: "E-post", Active: true}); err != nil {
		t.Fatal(err)
	}
	if w.net, err = functions.Save(t.Context(), by, service.Item{Org: w.Org.ID, Code: "net", Sv: "Nätverk", Active: true}); err != nil {
		t.Fatal(err)
	}
	return w
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (w *world) down(t *testing.T, of service.Item, from string, length time.Duration, planned bool) outage.Outage {
	t.Helper()
	o, err := w.out.Register(t.Context(), by, w.Org.ID, outage.Input{Service: of.ID, From: at(t, from), To: at(t, from).Add(length), Planned: planned, Cause: "Test"})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func Test_availability_counts_shared_time_once_and_both_ways(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := setup(t, env)
		for m := time.January; m <= time.December; m++ {
			for _, v := range []outage.Window{outage.PrimaryOf(2025, m), outage.SecondaryOf(2025, m)} {
				w.down(t, w.mail, v.From.In(clock.Stockholm()).Format("2006-01-02 15:04"), v.To.Sub(v.From), true)
			}
		}
		w.down(t, w.net, "2025-05-01 00:00", 50*time.Hour, false)
		w.down(t, w.net, "2025-05-02 00:00", 54*time.Hour, false)
		w.down(t, w.net, "2024-12-31 12:00", 24*time.Hour, false)
		r, err := w.out.Figures(t.Context(), by, w.Org.ID, outage.Period{Year: 2025})
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Lines {
			l := &r.Lines[i]
			all, unplanned := r.Available(l)
			got := fmt.Sprintf("%s %.2f %.2f %v %d", l.Sv, all, unplanned, l.All, l.Outages)
			want := "E-post 99.04 100.00 84h0m0s 0"
			if l.Service == w.net.ID {
				want = "Nätverk 98.97 98.97 90h0m0s 2"
			}
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		third, err := w.out.Figures(t.Context(), by, w.Org.ID, outage.Period{Year: 2025, Tertial: 2})
		if err != nil || third.Outages != 2 || third.Year != 2 || third.Lines[0].All != 78*time.Hour {
			t.Errorf("second tertial: %d outages, %+v, %v", third.Outages, third.Lines[0], err)
		}
	})
}

func Test_an_outage_is_corrected_voided_and_never_lost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, ctx := setup(t, env), t.Context()
		unit := w.Unit("Skolan", 0)
		o, err := w.out.Register(ctx, by, w.Org.ID, outage.Input{Service: w.mail.ID, From: at(t, "2026-03-02 08:00"), Cause: "Strömavbrott", Units: nil})
		if err != nil {
			t.Fatal(err)
		}
		status, err := w.out.Status(ctx, authz.Actor{Person: 5, Org: int64(w.Org.ID)}, w.Org.ID)
		if err != nil || len(status.Now) != 1 || status.Now[0].Cause != "" {
			t.Errorf("status %+v, %v", status, err)
		}
		in := outage.Input{Service: w.mail.ID, From: o.From, To: at(t, "2026-03-02 09:30"), Cause: "Strömavbrott", Units: append(o.Units, unit.ID)}
		if o, err = w.out.Change(ctx, by, o.ID, o.Version, in); err != nil {
			t.Fatal(err)
		}
		if _, err = w.out.Change(ctx, by, o.ID, 1, in); !errs.Is(err, errs.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if err := w.out.Void(ctx, by, o.ID, o.Version, " "); !errs.Is(err, errs.Invalid) {
			t.Errorf("voided without a reason: %v", err)
		}
		if err := w.out.Void(ctx, by, o.ID, o.Version, "Det var ett larmprov."); err != nil {
			t.Fatal(err)
		}
		got, err := w.out.Get(ctx, by, o.ID)
		if err != nil || got.Void == "" || len(got.UnitNames) != 1 || got.Length(env.Clock.Now()) != 90*time.Minute {
			t.Errorf("%+v, %v", got, err)
		}
		if r, err := w.out.Figures(ctx, by, w.Org.ID, outage.Period{Year: 2026}); err != nil || r.Outages != 0 || r.Lines[0].All != 0 {
			t.Errorf("a voided outage counts: %+v, %v", r, err)
		}
		for name, bad := range map[string]outage.Input{
			"no function": {From: o.From, Cause: "x"}, "no cause": {Service: w.mail.ID, From: o.From}, "no start": {Service: w.mail.ID, Cause: "x"},
			"ends first":          {Service: w.mail.ID, From: o.From, To: o.From, Cause: "x"},
			"in the future":       {Service: w.mail.ID, From: env.Clock.Now().Add(time.Hour), Cause: "x"},
			"planned without end": {Service: w.mail.ID, From: env.Clock.Now().Add(time.Hour), Planned: true, Cause: "x"},
			"another's function":  {Service: 999, From: o.From, Cause: "x"},
		} {
			if _, err := w.out.Register(ctx, by, w.Org.ID, bad); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func Test_the_desk_is_told_once_of_too_many_outages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, ctx := setup(t, env), t.Context()
		eva := w.Person("Eva Lind")
		agent := directorytest.InOrg(eva, outage.MayWrite, outage.MayRead)
		for i := range 7 {
			from := at(t, fmt.Sprintf("2026-01-%02d 10:00", i+10))
			if _, err := w.out.Register(ctx, agent, w.Org.ID, outage.Input{Service: w.net.ID, From: from, To: from.Add(time.Hour), Cause: "Switch"}); err != nil {
				t.Fatal(err)
			}
			n, err := sqldb.One(ctx, env.DB, sqldb.Q("test.tickets", `select count(*) from ticket where channel = 'alarm'`), sqldb.Value[int])
			if want := min(1, max(0, i-4)); err != nil || n != want {
				t.Errorf("after %d outages there are %d cases, want %d (%v)", i+1, n, want, err)
			}
		}
		r, err := w.out.Figures(ctx, by, w.Org.ID, outage.Period{Year: 2026})
		if err != nil || r.Year != 7 || r.Most != 5 || !r.Over(nil) {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func Test_a_missed_level_costs_and_an_exemption_takes_it_away(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, ctx := setup(t, env), t.Context()
		rule, err := w.out.SaveRule(ctx, by, outage.Rule{
			Org: w.Org.ID, Name: "Tillgänglighet", Metric: outage.MetricAvailability, Counted: outage.CountUnplanned, Period: outage.PerTertial,
			Step: 0.1, Share: 2, Most: 10, Fee: 100_000_00, From: "2025-01-01",
		})
		if err != nil {
			t.Fatal(err)
		}
		w.down(t, w.net, "2025-02-01 00:00", 30*time.Hour, false) // 98.96 % of 2,879 h: 0.14 below, two steps.
		w.down(t, w.mail, "2025-02-01 00:00", 30*time.Hour, true)
		c, err := w.out.Credits(ctx, by, w.Org.ID, 2025)
		if err != nil || len(c.List) != 1 || c.List[0].Before != 4_000_00 || c.List[0].Amount != 4_000_00 || c.List[0].Period.Tertial != 1 {
			t.Fatalf("%+v, %v", c.List, err)
		}
		// A relief makes it smaller, an exemption takes its time out.
		give := func(e outage.Exemption) {
			t.Helper()
			e.Org, e.From, e.Until = w.Org.ID, at(t, "2025-02-01 00:00"), at(t, "2025-02-01 06:00")
			if err := w.out.Grant(ctx, by, e); err != nil {
				t.Fatal(err)
			}
		}
		give(outage.Exemption{Rule: rule.ID, Percent: 50, Reason: "Beställaren dröjde."})
		if c, err = w.out.Credits(ctx, by, w.Org.ID, 2025); err != nil || c.List[0].Amount != 2_000_00 || c.List[0].Before != 4_000_00 {
			t.Fatalf("%+v, %v", c.List, err)
		}
		// From elsewhere, by the credit's name, in a transaction that has asked for its own right.
		err = env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			e := outage.Exemption{Org: w.Org.ID, Credits: "tillgänglighet, svarstid", Reason: "Tystnad på uppdrag.", From: at(t, "2025-02-01 00:00"), Source: "hold:1"}
			if err := w.out.Exempt(ctx, tx, by, e); err != nil {
				return err
			}
			e.Until = at(t, "2025-02-01 12:00") // It was lifted.
			return w.out.Exempt(ctx, tx, by, e)
		})
		if err != nil {
			t.Fatal(err)
		}
		c, err = w.out.Credits(ctx, by, w.Org.ID, 2025)
		if err != nil || c.List[0].Amount != 0 || c.List[0].Before != 4_000_00 || len(c.List[0].Relieved) != 2 || len(c.Exemptions) != 2 {
			t.Fatalf("%+v, %v", c, err)
		}
		if err := w.out.Grant(ctx, by, outage.Exemption{Org: w.Org.ID, Rule: rule.ID, Percent: 100, From: at(t, "2025-02-01 00:00")}); !errs.Is(err, errs.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
	})
}

func Test_the_second_window_is_for_what_was_begun_in_the_first(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, ctx := setup(t, env), t.Context()
		org := w.Another("ekdal").Org.ID // Two windows by its preset.
		first, err := w.out.Book(ctx, by, org, outage.Work{Title: "Byt switch", Kind: outage.Primary, Date: "2026-03-17", Minutes: 180})
		if err != nil {
			t.Fatal(err)
		}
		rest := outage.Work{Title: "Byt resten", Kind: outage.Secondary, Date: "2026-03-24", Minutes: 60, Follows: first.ID, Reason: "Kabeln var för kort."}
		refused := func(what string, change func(*outage.Work)) {
			t.Helper()
			bad := rest
			change(&bad)
			if _, err := w.out.Book(ctx, by, org, bad); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
		refused("the first is not known to be unfinished", func(*outage.Work) {})
		if err := w.out.Settle(ctx, by, first.ID, 1, outage.Unfinished, "Halva är kvar."); err != nil {
			t.Fatal(err)
		}
		refused("no reason", func(b *outage.Work) { b.Reason = "" })
		refused("no link", func(b *outage.Work) { b.Follows = 0 })
		refused("another month", func(b *outage.Work) { b.Date = "2026-04-28" })
		refused("no window", func(b *outage.Work) { b.Date = "2026-03-25" })
		refused("too long", func(b *outage.Work) { b.Minutes = 181 })
		if _, err := w.out.Book(ctx, by, org, rest); err != nil {
			t.Fatal(err)
		}
		v, err := w.out.Windows(ctx, by, org, 2026)
		share, ok := v.Share(outage.Primary)
		if err != nil || len(v.List) != 24 || !ok || share != 75 {
			t.Errorf("%d windows, share %v (%v)", len(v.List), share, err)
		}
		if _, err := w.out.Book(ctx, by, w.Org.ID, outage.Work{Title: "x", Kind: outage.Secondary, Date: "2026-03-24", Minutes: 5, Reason: "x"}); !errs.Is(err, errs.Invalid) {
			t.Errorf("an organisation with one window: %v", err)
		}
	})
}

func Test_a_stranger_sees_and_changes_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, ctx := setup(t, env), t.Context()
		o := w.down(t, w.mail, "2026-01-10 10:00", time.Hour, false)
		other := w.Another("ekdal")
		stranger := authz.Actor{Person: 99, Org: int64(other.Org.ID)}
		for _, v := range outage.Verbs() {
			stranger.Grants = append(stranger.Grants, authz.Grant{Verb: v, Reach: authz.Organisation, Of: int64(other.Org.ID)})
		}
		colleague := authz.Actor{Person: 98, Org: int64(w.Org.ID)}
		_, get := w.out.Get(ctx, stranger, o.ID)
		_, status := w.out.Status(ctx, stranger, w.Org.ID)
		for what, err := range map[string]error{"get": get, "status": status, "void": w.out.Void(ctx, stranger, o.ID, 1, "x")} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, who := range []authz.Actor{stranger, colleague} {
			_, figures := w.out.Figures(ctx, who, w.Org.ID, outage.Period{Year: 2026})
			_, credits := w.out.Credits(ctx, who, w.Org.ID, 2026)
			_, windows := w.out.Windows(ctx, who, w.Org.ID, 2026)
			_, register := w.out.Register(ctx, who, w.Org.ID, outage.Input{Service: w.mail.ID, From: o.From, Cause: "x"})
			_, rule := w.out.SaveRule(ctx, who, outage.Rule{Org: w.Org.ID})
			_, book := w.out.Book(ctx, who, w.Org.ID, outage.Work{})
			grant := w.out.Grant(ctx, who, outage.Exemption{Org: w.Org.ID})
			for i, err := range []error{figures, credits, windows, register, rule, book, grant} {
				if !errs.Is(err, errs.Forbidden) {
					t.Errorf("%d: %v", i, err)
				}
			}
		}
		if _, err := w.out.Status(ctx, colleague, w.Org.ID); err != nil {
			t.Errorf("a colleague is not told the status: %v", err)
		}
		if _, err := w.out.Orgs(ctx, colleague); !errs.Is(err, errs.Forbidden) {
			t.Errorf("orgs: %v", err)
		}
	})
}
