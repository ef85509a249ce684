package app_test

import (
	"slices"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/web"
)

// A misspelt address would never be read from the replica, and nobody would notice.
func TestWhat_may_lag_is_a_route_that_only_reads(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	a, err := app.New(t.Context(), app.Options{DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	table := a.Routes.Table()
	for _, pattern := range app.MayLag() {
		if !slices.ContainsFunc(table, func(e web.Entry) bool { return e.Pattern == pattern }) || pattern[:4] != "GET " {
			t.Errorf("%s is no address that is read", pattern)
		}
	}
}
