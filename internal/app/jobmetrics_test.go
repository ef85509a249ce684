package app_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestMetricsTellOfJobs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		a, err := app.New(t.Context(), app.Options{DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := a.Stop(); err != nil {
				t.Error(err)
			}
		}()
		a.Jobs.Register("test.hopeless", jobs.Typed(func(context.Context, int) error { return jobs.Permanent(errors.New("no")) }))
		err = a.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if err := jobs.Enqueue(ctx, tx, "test.hopeless", 1); err != nil {
				return err
			}
			return jobs.Enqueue(ctx, tx, "test.unknown", 1)
		})
		if err != nil {
			t.Fatal(err)
		}
		env.Clock.Advance(90 * time.Second)
		_ = a.Jobs.Drain(t.Context()) // One fails, which is the point.
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = "127.0.0.1:4711"
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		for _, want := range []string{
			`lotsen_jobs{kind="test.hopeless",state="dead"} 1`, `lotsen_jobs{kind="test.unknown",state="waiting"} 1`,
			`lotsen_jobs_late_seconds 90`, `lotsen_job_try_seconds_count{kind="test.hopeless",outcome="dead"} 1`,
		} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("want %s in the metrics", want)
			}
		}
	})
}
