package verify_test

import (
	"context"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

type world struct {
	*tickettest.World
	S *verify.Service
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.S = verify.New(verify.Deps{
			DB: env.DB, Ticket: w.Ticket, Directory: w.Directory, Access: access.New(access.Deps{DB: env.DB, Events: w.Events}), Secret: []byte("a secret of the test"),
		})
		w.Eva.Grants = append(w.Eva.Grants, authz.Grant{Verb: verify.MayCheck, Reach: authz.Desk, Of: int64(w.Desk.ID)})
		fn(t, w)
	})
}

func (w *world) passed(t *testing.T, id ticket.ID, person authz.Actor) bool {
	t.Helper()
	ok, err := w.S.Passed(t.Context(), w.DB, id, directory.PersonID(person.Person))
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestA_check_counts_for_one_case_one_person_and_an_hour(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x, other := w.Report(t, "Lösenordet"), w.Report(t, "Något annat")
		in := verify.Input{Method: verify.CallBack, Result: verify.Passed}
		if _, err := w.S.Record(t.Context(), w.Eva, x.ID, in); err != nil {
			t.Fatal(err)
		}
		if !w.passed(t, x.ID, w.Anna) || w.passed(t, other.ID, w.Anna) || w.passed(t, x.ID, w.Bo) {
			t.Error("the check counts for another case or person, or not at all")
		}
		// What broke off decides nothing; what failed takes the earlier one's place.
		if _, err := w.S.Record(t.Context(), w.Eva, x.ID, verify.Input{Method: verify.CallBack, Result: verify.Aborted, Reason: "Linjen bröts."}); err != nil {
			t.Fatal(err)
		}
		if !w.passed(t, x.ID, w.Anna) {
			t.Error("a broken off check took a passed one away")
		}
		w.Clock.Advance(time.Hour)
		if w.passed(t, x.ID, w.Anna) {
			t.Error("the check counts for ever")
		}
	})
}

func TestEvery_action_asks_for_its_own_strength(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Lösenordet")
		require := func(a verify.Action) error {
			return w.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				return w.S.RequireIn(ctx, tx, w.Eva, a, x.ID, x.Requester)
			})
		}
		for _, a := range verify.Actions() {
			if err := require(a); !errs.Is(err, errs.Conflict) {
				t.Errorf("%s is open to an unchecked caller: %v", a, err)
			}
		}
		if _, err := w.S.Record(t.Context(), w.Eva, x.ID, verify.Input{Method: verify.Question, Result: verify.Passed}); err != nil {
			t.Fatal(err)
		}
		if err := require(verify.Contact); err != nil {
			t.Errorf("a weak check does not open what takes a weak one: %v", err)
		}
		if err := require(verify.Password); !errs.Is(err, errs.Conflict) {
			t.Errorf("a weak check opens what takes more: %v", err)
		}
	})
}

func TestA_stranger_and_the_caller_check_nobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Lösenordet")
		in := verify.Input{Method: verify.Met, Result: verify.Passed}
		for name, row := range map[string]struct {
			by   authz.Actor
			want errs.Kind
		}{"stranger": {w.Stranger, errs.NotFound}, "caller": {w.Anna, errs.Forbidden}, "agent without the verb": {w.Nils, errs.Forbidden}} {
			if _, err := w.S.Record(t.Context(), row.by, x.ID, in); !errs.Is(err, row.want) {
				t.Errorf("%s records a check: %v", name, err)
			}
			if err := w.S.AskCode(t.Context(), row.by, x.ID, 0, verify.PortalCode); !errs.Is(err, row.want) {
				t.Errorf("%s asks for a code: %v", name, err)
			}
			if _, err := w.S.GivePassword(t.Context(), row.by, x.ID); !errs.Is(err, row.want) {
				t.Errorf("%s gives a password: %v", name, err)
			}
		}
		// Whoever sits at the telephone is not who calls.
		mine, err := w.Ticket.Report(t.Context(), w.Eva, ticket.ReportInput{Title: "Mitt eget", Category: w.Category.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.S.Record(t.Context(), w.Eva, mine.ID, in); !errs.Is(err, errs.Invalid) {
			t.Errorf("an agent checks themselves: %v", err)
		}
		in.Person = directory.PersonID(w.Bo.Person)
		if _, err := w.S.Record(t.Context(), w.Eva, x.ID, in); !errs.Is(err, errs.Invalid) {
			t.Errorf("somebody is checked whom the case does not know: %v", err)
		}
		if err := w.S.SaveMethod(t.Context(), w.Eva, w.Org.ID, verify.Method{Code: verify.Question, Strength: verify.Strong, Active: true}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an agent decides on methods: %v", err)
		}
	})
}

func TestMethods_are_the_organisations(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		by := authz.Actor{Person: w.Lea.Person, Grants: []authz.Grant{{Verb: verify.MayArrange, Reach: authz.Organisation, Of: int64(w.Org.ID)}}}
		for _, m := range []verify.Method{{Sv: "E-legitimation", Strength: verify.Strong, Active: true}, {Code: verify.Question, Strength: verify.Weak}} {
			if err := w.S.SaveMethod(t.Context(), by, w.Org.ID, m); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.S.SaveMethod(t.Context(), by, w.Org.ID, verify.Method{Sv: "e-legitimation", Strength: 9}); !errs.Is(err, errs.Invalid) {
			t.Errorf("the same name twice: %v", err)
		}
		x := w.Report(t, "Lösenordet")
		if _, err := w.S.Record(t.Context(), w.Eva, x.ID, verify.Input{Method: verify.Question, Result: verify.Passed}); !errs.Is(err, errs.Invalid) {
			t.Errorf("a method that is not used any more passes: %v", err)
		}
		c, err := w.S.Record(t.Context(), w.Eva, x.ID, verify.Input{Method: "own7", Result: verify.Passed})
		if err != nil || c.Strength != verify.Strong {
			t.Errorf("an own method: %+v, %v", c, err)
		}
	})
}
