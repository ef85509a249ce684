package setting_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/event"
	"lotsen/internal/testkit/dbtest"
)

func TestHistory_says_what_get_says_at_every_instant(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		s := setting.New(setting.Deps{DB: env.DB, Events: event.NewLog()})
		begin := env.Clock.Now()
		for _, v := range []struct {
			value float64
			from  time.Duration
		}{{99.45, 0}, {99.1, 48 * time.Hour}, {98, 24 * time.Hour}, {99.2, 48 * time.Hour}} {
			if err := s.Set(t.Context(), directorytest.System(), w.Org.ID, setting.AvailabilityTarget, v.value, begin.Add(v.from)); err != nil {
				t.Fatal(err)
			}
		}
		past, err := setting.History(t.Context(), env.DB, w.Org.ID, setting.AvailabilityTarget, setting.OpeningHours)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []time.Duration{-time.Hour, 0, time.Hour, 24 * time.Hour, 47 * time.Hour, 48 * time.Hour, 99 * time.Hour} {
			at := begin.Add(d)
			want := get[float64](t, env, w, setting.AvailabilityTarget, at)
			if got, err := setting.In[float64](&past, setting.AvailabilityTarget, at); err != nil || got != want {
				t.Errorf("after %v: %v, want %v (%v)", d, got, want, err)
			}
		}
		if hours, err := setting.In[string](&past, setting.OpeningHours, begin); err != nil || hours != "mon-sun 07:00-22:00" {
			t.Errorf("the preset says %q, %v", hours, err)
		}
	})
}
