package audit_test

import (
	"context"
	"testing"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestSecurityLog(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		reader := func(org int64) authz.Actor {
			return authz.Actor{Person: org * 10, Name: "Rut Rot", Org: org, Grants: []authz.Grant{{Verb: audit.SecurityRead, Reach: authz.Organisation, Of: org}}}
		}
		err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			for i := range 5 {
				if err := audit.Log(ctx, tx, reader(1), audit.Exported, "report", int64(i+1), map[string]int{"rows": i}); err != nil {
					return err
				}
			}
			if err := audit.Log(ctx, tx, reader(2), audit.PersonRead, "person", 7, nil); err != nil {
				return err
			}
			return audit.Write(ctx, tx, authz.Actor{}, audit.Entry{What: audit.LoginFailed, Address: "192.0.2.1\r\nX: y"}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		list := func(by authz.Actor, f audit.Filter) []audit.Entry {
			t.Helper()
			log, err := audit.List(t.Context(), env.DB, by, f)
			if err != nil {
				t.Fatal(err)
			}
			return log
		}
		if log := list(reader(1), audit.Filter{}); len(log) != 5 || log[0].SubjectID != 5 || string(log[0].Detail) != `{"rows":4}` || !log[0].At.Equal(env.Clock.Now()) {
			t.Errorf("newest first, one's own organisation alone: %+v", log)
		}
		if log := list(reader(1), audit.Filter{Limit: 2, Before: 4}); len(log) != 2 || log[0].ID != 3 {
			t.Errorf("page by page: %+v", log)
		}
		if log := list(reader(2), audit.Filter{What: audit.PersonRead, Actor: 20, Subject: "person", SubjectID: 7}); len(log) != 1 {
			t.Errorf("filtered: %+v", log)
		}
		if log := list(reader(2), audit.Filter{To: env.Clock.Now()}); len(log) != 0 {
			t.Errorf("before anything happened: %+v", log)
		}
		everywhere := authz.Actor{Person: 1, Grants: []authz.Grant{{Verb: audit.SecurityRead, Reach: authz.Everywhere}}}
		if log := list(everywhere, audit.Filter{}); len(log) != 7 || log[0].Address != "192.0.2.1 X: y" {
			t.Errorf("the whole installation, on one line each: %+v", log)
		}
		if _, err := audit.List(t.Context(), env.DB, authz.Actor{Person: 3, Org: 1}, audit.Filter{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger: %v", err)
		}
	})
}
