package access_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/access/accesstest"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

const secret = "en båt på havet"

var here = access.Client{Agent: "Firefox", Address: "192.0.2.7"}

func roles() []access.RoleSpec {
	org := []authz.Reach{authz.Desk, authz.Organisation, authz.Unit, authz.Everywhere}
	return []access.RoleSpec{
		{Key: access.BaseRole, Sv: "Användare", En: "User", Verbs: []authz.Verb{access.SessionOwn, directory.PersonRead}},
		{Key: access.TemporaryRole, Sv: "Temporär användare", En: "Temporary user", Verbs: []authz.Verb{access.SessionOwn, directory.PersonRead}},
		{Key: "base_pupil", Sv: "Elev", En: "Pupil", Verbs: []authz.Verb{"pupil.only"}},
		{Key: "agent", Sv: "Handläggare", En: "Agent", Verbs: []authz.Verb{directory.PersonRead, "ticket.work"}, Reaches: org},
		{Key: "admin", Sv: "Administratör", En: "Administrator", Reaches: org, Verbs: []authz.Verb{
			directory.PersonRead, directory.PersonWrite, access.RoleGrant, access.PasswordSet, access.TokenWrite, access.SessionEnd, "ticket.work",
		}},
		{Key: "root", Sv: "Allt", En: "All", Reaches: org, Verbs: []authz.Verb{
			directory.PersonRead, access.RoleGrant, access.RoleWrite, access.SecurityRead, "ticket.work", "extra",
		}},
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		anna := d.Person("Anna Berg", func(in *directory.PersonInput) { in.Category = directory.Pupil })
		d.Password(anna, secret)
		d.Grant(anna, "agent", authz.Desk, int64(d.Desk.ID))

		token, who, err := d.Access.Login(t.Context(), here, " Anna.BERG ", secret)
		if err != nil {
			t.Fatal(err)
		}
		if who.Person.ID != anna.ID || who.OrgName != "Storstad" || who.Lang != "sv" || who.Actor.Session == "" {
			t.Errorf("identity: %+v", who)
		}
		for _, g := range []authz.Grant{
			{Verb: access.SessionOwn, Reach: authz.Own},
			{Verb: "pupil.only", Reach: authz.Own},
			{Verb: "ticket.work", Reach: authz.Desk, Of: int64(d.Desk.ID)},
		} {
			if !who.Actor.MayIn(g.Verb, g.Reach, g.Of) {
				t.Errorf("missing grant %+v in %+v", g, who.Actor.Grants)
			}
		}
		if who.Actor.May("extra") {
			t.Error("a right that nobody gave")
		}

		t.Run("each_request_costs_two_statements", func(t *testing.T) {
			var stats sqldb.Stats
			if _, err := d.Access.Authenticate(sqldb.WithStats(t.Context(), &stats), token); err != nil || stats.Statements.Load() > 2 {
				t.Errorf("%v, statements %v", err, stats.Names())
			}
		})
		t.Run("a_login_never_keeps_an_old_token", func(t *testing.T) {
			again, _, err := d.Access.Login(t.Context(), here, "anna.berg", secret)
			if err != nil || again == token {
				t.Errorf("%v, same token %v", err, again == token)
			}
		})
		t.Run("the_database_holds_no_token", func(t *testing.T) {
			hashes, err := sqldb.All(t.Context(), env.DB, sqldb.Q("test.tokens", `select token_hash from session`), sqldb.Value[string])
			if err != nil || len(hashes) == 0 {
				t.Fatal(err)
			}
			for _, h := range hashes {
				if strings.Contains(h, token) || len(h) != 64 {
					t.Errorf("stored %q", h)
				}
			}
		})
		t.Run("unknown_login_and_wrong_password_get_the_same_answer", func(t *testing.T) {
			_, _, wrong := d.Access.Login(t.Context(), here, "anna.berg", "fel lösenord här")
			_, _, unknown := d.Access.Login(t.Context(), here, "ingen.alls", "fel lösenord här")
			if !errs.Is(wrong, errs.Unauthenticated) || wrong.Error() != unknown.Error() {
				t.Errorf("%v / %v", wrong, unknown)
			}
		})
		t.Run("success_and_failure_are_in_the_security_log", func(t *testing.T) {
			for what, min := range map[audit.What]int{audit.LoginOK: 2, audit.LoginFailed: 2} {
				log, err := d.Access.SecurityLog(t.Context(), directorytest.System(), audit.Filter{What: what})
				if err != nil || len(log) < min || log[0].Address != here.Address {
					t.Errorf("%s: %v, %v", what, log, err)
				}
				for _, e := range log {
					if strings.Contains(string(e.Detail), "ingen.alls") || strings.Contains(string(e.Detail), secret) {
						t.Errorf("what was typed is in the log: %s", e.Detail)
					}
				}
			}
		})
		t.Run("logout_ends_the_session", func(t *testing.T) {
			if err := d.Access.Logout(t.Context(), token); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Access.Authenticate(t.Context(), token); !errs.Is(err, errs.Unauthenticated) {
				t.Errorf("got %v", err)
			}
		})
	})
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		d.Access.Subscribe(d.Events)
		anna := d.Person("Anna Berg")
		login := func() string {
			token, _, err := d.Access.LoginAs(t.Context(), here, anna.ID)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		works := func(token string) bool {
			_, err := d.Access.Authenticate(t.Context(), token)
			if err != nil && !errs.Is(err, errs.Unauthenticated) {
				t.Fatal(err)
			}
			return err == nil
		}

		idle := login()
		env.Clock.Advance(12*time.Hour + time.Second)
		if works(idle) {
			t.Error("a session unused for twelve hours must be over")
		}
		used := login()
		for range 89 {
			env.Clock.Advance(8 * time.Hour)
			if !works(used) {
				t.Fatal("a session in use must go on")
			}
			if err := d.Access.FlushSeen(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		env.Clock.Advance(8 * time.Hour)
		if works(used) {
			t.Error("no session lives longer than thirty days")
		}
		open := login()
		if _, err := d.Dir.EndPerson(t.Context(), directorytest.System(), anna.ID); err != nil {
			t.Fatal(err)
		}
		if works(open) {
			t.Error("the session of an ended person must be over at once")
		}
		if _, err := d.Dir.ReturnPerson(t.Context(), directorytest.System(), anna.ID); err != nil {
			t.Fatal(err)
		}
		if works(open) {
			t.Error("the session must stay over when the person returns")
		}
	})
}

func TestLimits_are_settings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		anna := d.Person("Anna Berg")
		d.Password(anna, secret)
		s := access.New(access.Deps{
			DB: env.DB, Events: d.Events, Passwords: accesstest.Cheap(),
			Limits: access.Limits{ByBoth: 2, Window: time.Minute, Idle: time.Hour, Longest: 90 * time.Minute},
		})
		for i, want := range []errs.Kind{errs.Unauthenticated, errs.Unauthenticated, errs.Limited} {
			if _, _, err := s.Login(t.Context(), here, "anna.berg", "fel"); !errs.Is(err, want) {
				t.Errorf("attempt %d: %v", i+1, err)
			}
		}
		env.Clock.Advance(time.Minute + time.Second)
		token, _, err := s.Login(t.Context(), here, "anna.berg", secret)
		if err != nil {
			t.Fatalf("after the window: %v", err)
		}
		env.Clock.Advance(59 * time.Minute)
		if _, err := s.Authenticate(t.Context(), token); err != nil {
			t.Errorf("within the idle time: %v", err)
		}
		if err := s.FlushSeen(t.Context()); err != nil {
			t.Fatal(err)
		}
		env.Clock.Advance(32 * time.Minute)
		if _, err := s.Authenticate(t.Context(), token); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("after the longest time: %v", err)
		}
	})
}
