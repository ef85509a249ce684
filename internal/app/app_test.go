package app_test

import (
	"net/http/httptest"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/testkit/dbtest"
)

func TestA_fresh_database_is_ready(t *testing.T) {
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
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
		if w.Code != 200 {
			t.Errorf("readyz: %d %s", w.Code, w.Body)
		}
	})
}
