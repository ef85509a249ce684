package access_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/access/accesstest"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestFailedLoginsAreLimited(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		anna := d.Person("Anna Berg")
		d.Password(anna, secret)
		try := func(address, login, password string) error {
			_, _, err := d.Access.Login(t.Context(), access.Client{Address: address}, login, password)
			return err
		}

		var wg sync.WaitGroup
		var limited, wrong int
		var mu sync.Mutex
		for range 12 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				err := try("192.0.2.1", "anna.berg", "fel")
				mu.Lock()
				defer mu.Unlock()
				if errs.Is(err, errs.Limited) {
					limited++
				} else if errs.Is(err, errs.Unauthenticated) {
					wrong++
				}
			}()
		}
		wg.Wait()
		if wrong != 5 || limited != 7 {
			t.Errorf("of twelve at the same time five may be tried: %d tried, %d refused", wrong, limited)
		}
		if err := try("192.0.2.1", "anna.berg", secret); !errs.Is(err, errs.Limited) {
			t.Errorf("the right password must wait too: %v", err)
		}
		if err := try("192.0.2.9", "anna.berg", secret); err != nil {
			t.Errorf("the owner at another address is not locked out: %v", err)
		}
		env.Clock.Advance(14 * time.Minute)
		if err := try("192.0.2.1", "anna.berg", secret); !errs.Is(err, errs.Limited) {
			t.Errorf("before the wait is over: %v", err)
		}
		env.Clock.Advance(2 * time.Minute)
		if err := try("192.0.2.1", "anna.berg", secret); err != nil {
			t.Errorf("after the wait: %v", err)
		}

		for i := range 20 {
			if err := try("198.51.100."+string(rune('a'+i)), "anna.berg", "fel"); !errs.Is(err, errs.Unauthenticated) {
				t.Fatalf("address %d: %v", i, err)
			}
		}
		if err := try("198.51.100.z", "anna.berg", secret); !errs.Is(err, errs.Limited) {
			t.Errorf("many addresses together are limited too: %v", err)
		}
		env.Clock.Advance(time.Hour)
		if err := d.Access.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, err := sqldb.One(t.Context(), env.DB, sqldb.Q("test.strikes", `select count(*) from strike`), sqldb.Value[int64])
		if err != nil || left != 0 {
			t.Errorf("%d strikes left, %v", left, err)
		}
	})
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		anna := d.Person("Anna Berg")
		if err := d.Access.SetPassword(t.Context(), directorytest.System(), anna.ID, secret, true); err != nil {
			t.Fatal(err)
		}
		first, who, err := d.Access.Login(t.Context(), here, "anna.berg", secret)
		if err != nil || !who.MustChange {
			t.Fatalf("%v, %+v", err, who)
		}
		second, _, err := d.Access.Login(t.Context(), here, "anna.berg", secret)
		if err != nil {
			t.Fatal(err)
		}
		for name, row := range map[string]struct{ old, password, field, key string }{
			"too_short":        {secret, "kort", "password", "password.short"},
			"the_old_is_wrong": {"gissning", "helt ny och lång fras", "old", "password.wrong"},
			"the_same_again":   {secret, secret, "password", "password.same"},
			"a_common_word":    {secret, "Password123456", "password", "password.easy"},
			"ones_own_name":    {secret, "annaberganna", "password", "password.easy"},
			"one_key_held":     {secret, "aaaaaaaaaaaaaa", "password", "password.easy"},
			"longer_than_sane": {secret, strings.Repeat("år och dag ", 200), "password", "password.long"},
		} {
			t.Run(name, func(t *testing.T) {
				err := d.Access.ChangePassword(t.Context(), who.Actor, access.Client{Address: name}, row.old, row.password)
				if f := errs.FieldsOf(err); len(f) != 1 || f[0].Name != row.field || f[0].Key != row.key {
					t.Errorf("got %v", err)
				}
			})
		}
		if err := d.Access.ChangePassword(t.Context(), who.Actor, here, secret, "helt ny och lång fras"); err != nil {
			t.Fatal(err)
		}
		if again, err := d.Access.Authenticate(t.Context(), first); err != nil || again.MustChange {
			t.Errorf("the session that changed it goes on: %v", err)
		}
		if _, err := d.Access.Authenticate(t.Context(), second); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("the others end: %v", err)
		}
		if _, _, err := d.Access.Login(t.Context(), here, "anna.berg", secret); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("the old password: %v", err)
		}
		t.Run("a_hash_with_old_parameters_is_written_anew_at_login", func(t *testing.T) {
			dearer := access.New(access.Deps{DB: env.DB, Events: d.Events, Roles: roles(), Passwords: access.PasswordParams{MemoryKiB: 128, Time: 1, Threads: 1}})
			if _, _, err := dearer.Login(t.Context(), here, "anna.berg", "helt ny och lång fras"); err != nil {
				t.Fatal(err)
			}
			hash, err := sqldb.One(t.Context(), env.DB, sqldb.Q("test.hash", `select hash from credential`), sqldb.Value[string])
			if err != nil || !strings.Contains(hash, "m=128,") {
				t.Errorf("%s, %v", hash, err)
			}
		})
	})
}

func TestTokensAndSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		d.Access.Subscribe(d.Events)
		anna, bertil := d.Person("Anna Berg"), d.Person("Bertil Ceder")
		d.Grant(anna, "agent", authz.Desk, int64(d.Desk.ID))
		a, b := d.Actor(anna), d.Actor(bertil)

		bearer, err := d.Access.CreateToken(t.Context(), a, "Skript", anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		who, err := d.Access.AuthenticateToken(t.Context(), bearer)
		if err != nil || who.Person.ID != anna.ID || !who.Actor.May("ticket.work") {
			t.Fatalf("%v, %+v", err, who)
		}
		if err := d.Access.FlushSeen(t.Context()); err != nil {
			t.Fatal(err)
		}
		tokens, err := d.Access.Tokens(t.Context(), a)
		if err != nil || len(tokens) != 1 || tokens[0].Name != "Skript" || tokens[0].UsedAt.IsZero() {
			t.Fatalf("%+v, %v", tokens, err)
		}
		session, _, err := d.Access.LoginAs(t.Context(), here, anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		sessions, err := d.Access.Sessions(t.Context(), a)
		if err != nil || len(sessions) != 1 {
			t.Fatalf("%+v, %v", sessions, err)
		}

		t.Run("a_session_token_is_no_api_token_and_the_other_way_round", func(t *testing.T) {
			if _, err := d.Access.Authenticate(t.Context(), bearer); !errs.Is(err, errs.Unauthenticated) {
				t.Error(err)
			}
			if _, err := d.Access.AuthenticateToken(t.Context(), session); !errs.Is(err, errs.Unauthenticated) {
				t.Error(err)
			}
		})
		t.Run("a_stranger_sees_and_ends_nothing", func(t *testing.T) {
			if list, err := d.Access.Tokens(t.Context(), b); err != nil || len(list) != 0 {
				t.Errorf("%v, %v", list, err)
			}
			if list, err := d.Access.Sessions(t.Context(), b); err != nil || len(list) != 0 {
				t.Errorf("%v, %v", list, err)
			}
			for what, err := range map[string]error{
				"token":        d.Access.EndToken(t.Context(), b, tokens[0].ID),
				"session":      d.Access.Revoke(t.Context(), b, sessions[0].ID),
				"all_sessions": d.Access.RevokeAll(t.Context(), b, anna.ID),
				"no_session":   d.Access.Revoke(t.Context(), b, 4711),
			} {
				if !errs.Is(err, errs.NotFound) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if _, err := d.Access.GrantsOf(t.Context(), b, anna.ID); !errs.Is(err, errs.Forbidden) {
				t.Errorf("rights: %v", err)
			}
			if _, err := d.Access.CreateToken(t.Context(), b, "x", anna.ID); !errs.Is(err, errs.Forbidden) {
				t.Errorf("token: %v", err)
			}
			for what, err := range map[string]error{
				"log":   second(d.Access.SecurityLog(t.Context(), b, audit.Filter{})),
				"roles": second(d.Access.Roles(t.Context(), b)),
				"could": second(d.Access.WhoCould(t.Context(), b, env.Clock.Now())),
			} {
				if !errs.Is(err, errs.Forbidden) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if _, err := d.Access.Authenticate(t.Context(), session); err != nil {
				t.Errorf("the session must have survived: %v", err)
			}
		})
		t.Run("an_ended_token_and_a_revoked_session_are_over_at_once", func(t *testing.T) {
			if err := d.Access.EndToken(t.Context(), a, tokens[0].ID); err != nil {
				t.Fatal(err)
			}
			if err := d.Access.Revoke(t.Context(), a, sessions[0].ID); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Access.AuthenticateToken(t.Context(), bearer); !errs.Is(err, errs.Unauthenticated) {
				t.Error(err)
			}
			if _, err := d.Access.Authenticate(t.Context(), session); !errs.Is(err, errs.Unauthenticated) {
				t.Error(err)
			}
		})
		t.Run("a_token_dies_with_its_person", func(t *testing.T) {
			bearer, err := d.Access.CreateToken(t.Context(), directorytest.System(), "Nattjobb", anna.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Dir.EndPerson(t.Context(), directorytest.System(), anna.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Access.AuthenticateToken(t.Context(), bearer); !errs.Is(err, errs.Unauthenticated) {
				t.Error(err)
			}
		})
	})
}

func second[T any](_ T, err error) error { return err }
