package calendar_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var by = authz.System("test")

func service(env *dbtest.Env) *calendar.Service {
	return calendar.New(calendar.Deps{DB: env.DB, Events: event.NewLog(), Preset: preset})
}

func preset(name string) (hours string, holidays bool) {
	for _, d := range setting.Definitions() {
		switch d.Key {
		case setting.OpeningHours:
			_ = json.Unmarshal(d.PresetValue(name), &hours)
		case setting.OpenOnHolidays:
			_ = json.Unmarshal(d.PresetValue(name), &holidays)
		}
	}
	return hours, holidays
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := holiday.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// hours is the same span on every day of the week.
func hours(t *testing.T, text string) worktime.Week {
	t.Helper()
	spans, err := calendar.ParseSpans(text)
	if err != nil {
		t.Fatal(err)
	}
	var w worktime.Week
	for i := range w {
		w[i] = spans
	}
	return w
}

func Test_an_organisation_without_a_calendar_follows_its_settings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		city := directorytest.New(t, env.DB)
		rural := city.Another("ekdal")
		s := service(env)
		for _, row := range []struct {
			org  *directorytest.World
			when string
			open bool
		}{
			{city, "2026-03-08 21:59", true},
			{city, "2026-03-08 22:01", false},
			{city, "2026-04-03 12:00", true},
			{rural, "2026-03-06 16:05", false},
			{rural, "2026-03-05 16:05", true},
			{rural, "2026-04-03 12:00", false},
			{rural, "2026-06-19 12:00", false},
			{rural, "2026-03-08 12:00", false},
		} {
			c, err := s.For(t.Context(), env.DB, row.org.Org.ID, "phone", at(t, row.when))
			if err != nil {
				t.Fatal(err)
			}
			if c.Open(at(t, row.when)) != row.open {
				t.Errorf("%s %s: open %v", row.org.Org.Key, row.when, !row.open)
			}
		}
		decide := setting.New(setting.Deps{DB: env.DB, Events: event.NewLog()})
		if err := decide.Set(t.Context(), by, rural.Org.ID, setting.OpeningHours, "mon-fri 08:00-12:00", at(t, "2026-05-04 00:00")); err != nil {
			t.Fatal(err)
		}
		c, err := s.For(t.Context(), env.DB, rural.Org.ID, "", env.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if !c.Open(at(t, "2026-04-30 15:00")) || c.Open(at(t, "2026-05-04 15:00")) || !c.Open(at(t, "2026-05-04 08:00")) {
			t.Error("a decision counts from another day than it says")
		}
	})
}

func Test_channels_follow_their_calendar_from_its_day(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		s, ctx, now := service(env), t.Context(), env.Clock.Now()
		chat, err := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: "Chatten", Rules: calendar.Version{From: calendar.Ever, Week: hours(t, "10:00-12:00"), Holidays: true}})
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Add(ctx, by, w.Org.ID, calendar.Input{
			Name: "Kontoret", Rules: calendar.Version{From: calendar.Ever, Week: hours(t, "08:00-17:00")},
			Days: []worktime.Local{{Date: day(t, "2026-05-15"), Name: "Klämdag"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		must(t, s.SetUse(ctx, by, w.Org.ID, calendar.Use{Calendar: all.ID, From: day(t, "2026-04-01")}))
		must(t, s.SetUse(ctx, by, w.Org.ID, calendar.Use{Channel: "chat", Calendar: chat.ID, From: day(t, "2026-04-10")}))
		must(t, s.SetUse(ctx, by, w.Org.ID, calendar.Use{Channel: "chat", From: day(t, "2026-06-01")}))
		check := func(channel, when string, open bool) {
			t.Helper()
			c, err := s.For(ctx, env.DB, w.Org.ID, channel, now)
			if err != nil {
				t.Fatal(err)
			}
			if c.Open(at(t, when)) != open {
				t.Errorf("%s at %s: open %v", channel, when, !open)
			}
		}
		check("chat", "2026-03-31 20:00", true) // The preset's hours until April.
		check("chat", "2026-04-09 16:00", true)
		check("chat", "2026-04-10 16:00", false)
		check("chat", "2026-04-10 11:00", true)
		check("chat", "2026-06-02 16:00", true)
		check("phone", "2026-04-10 16:00", true)
		check("phone", "2026-05-15 12:00", false)
		// What is kept does not outlive a change.
		must(t, s.SetDay(ctx, by, all.ID, worktime.Local{Date: day(t, "2026-05-15"), Name: "Halvdag", Spans: hours(t, "08:00-12:30")[0]}))
		check("phone", "2026-05-15 12:00", true)
		must(t, s.DropDay(ctx, by, all.ID, day(t, "2026-05-15")))
		check("phone", "2026-05-15 16:00", true)
		must(t, s.SetHours(ctx, by, all.ID, calendar.Version{From: day(t, "2026-05-01"), Week: hours(t, "08:00-15:00")}))
		check("phone", "2026-04-30 16:00", true)
		check("phone", "2026-05-15 16:00", false)
		got, err := s.Get(ctx, by, all.ID)
		if err != nil || got.Version != 4 || len(got.Versions) != 2 || len(got.Days) != 0 {
			t.Errorf("calendar %+v, %v", got, err)
		}
	})
}

func Test_it_costs_one_statement_and_nothing_uncommitted_is_kept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		s := service(env)
		undone := errors.New("undone")
		for range 2 {
			var stats sqldb.Stats
			err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := s.For(sqldb.WithStats(ctx, &stats), tx, w.Org.ID, "phone", tx.Now())
				return errors.Join(err, undone)
			})
			if !errors.Is(err, undone) || stats.Statements.Load() < 2 {
				t.Fatalf("a transaction that failed left something to be kept: %v, %v", err, stats.Names())
			}
		}
		must(t, env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := s.For(ctx, tx, w.Org.ID, "phone", tx.Now())
			return err
		}))
		var stats sqldb.Stats
		if _, err := s.For(sqldb.WithStats(t.Context(), &stats), env.DB, w.Org.ID, "chat", env.Clock.Now()); err != nil || stats.Statements.Load() != 1 {
			t.Errorf("%v, statements %v", err, stats.Names())
		}
	})
}

func Test_what_cannot_be_is_refused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		other := w.Another("ekdal")
		s, ctx := service(env), t.Context()
		mine, err := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: "Kontoret", Rules: calendar.Version{From: calendar.Ever}})
		if err != nil {
			t.Fatal(err)
		}
		_, zone := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: "Månen", Zone: "Moon/Base"})
		_, local := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: "Här", Zone: "Local"})
		_, name := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: " "})
		for what, err := range map[string]error{
			"zone": zone, "the machine's zone": local, "name": name,
			"the past":        s.SetHours(ctx, by, mine.ID, calendar.Version{From: day(t, "2026-03-01")}),
			"another's":       s.SetUse(ctx, by, other.Org.ID, calendar.Use{Calendar: mine.ID, From: day(t, "2026-04-01")}),
			"a channel":       s.SetUse(ctx, by, w.Org.ID, calendar.Use{Channel: "smoke", From: day(t, "2026-04-01")}),
			"the past of use": s.SetUse(ctx, by, w.Org.ID, calendar.Use{From: day(t, "2026-03-01")}),
			"a far day":       s.SetDay(ctx, by, mine.ID, worktime.Local{Date: day(t, "2999-01-01"), Name: "Långt bort"}),
		} {
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
		must(t, s.Rename(ctx, by, mine.ID, 1, "Huset", true))
		if err := s.Rename(ctx, by, mine.ID, 1, "Stugan", true); !errs.Is(err, errs.Conflict) {
			t.Errorf("an old version: %v", err)
		}
	})
}

func Test_a_stranger_sees_and_changes_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		other := w.Another("ekdal")
		s, ctx := service(env), t.Context()
		c, err := s.Add(ctx, by, w.Org.ID, calendar.Input{Name: "Kontoret", Rules: calendar.Version{From: calendar.Ever}})
		if err != nil {
			t.Fatal(err)
		}
		stranger := authz.Actor{Person: 99, Org: int64(other.Org.ID), Grants: []authz.Grant{{Verb: calendar.Write, Reach: authz.Organisation, Of: int64(other.Org.ID)}}}
		colleague := authz.Actor{Person: 98, Org: int64(w.Org.ID)}
		if list, err := s.List(ctx, stranger, 0, 10); err != nil || len(list) != 0 {
			t.Errorf("a stranger lists %v, %v", list, err)
		}
		if list, err := s.List(ctx, authz.Actor{}, 0, 10); err != nil || len(list) != 0 {
			t.Errorf("nobody lists %v, %v", list, err)
		}
		_, get := s.Get(ctx, stranger, c.ID)
		_, own := s.Own(ctx, stranger, w.Org.ID, "")
		for what, err := range map[string]error{
			"get": get, "own": own, "hours": s.SetHours(ctx, stranger, c.ID, calendar.Version{From: day(t, "2027-01-01")}),
			"day": s.SetDay(ctx, stranger, c.ID, worktime.Local{Date: day(t, "2027-01-04"), Name: "x"}), "rename": s.Rename(ctx, stranger, c.ID, 1, "x", true),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, uses := s.Uses(ctx, colleague, w.Org.ID)
		_, add := s.Add(ctx, colleague, w.Org.ID, calendar.Input{Name: "Mitt"})
		for what, err := range map[string]error{
			"uses": uses, "add": add, "use": s.SetUse(ctx, stranger, w.Org.ID, calendar.Use{From: day(t, "2027-01-01")}),
			"rename": s.Rename(ctx, colleague, c.ID, 1, "x", true),
		} {
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got, err := s.Get(ctx, colleague, c.ID); err != nil || got.Name != "Kontoret" {
			t.Errorf("a colleague reads %+v, %v", got, err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
