package guardian_test

import (
	"context"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestRelations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		ctx := t.Context()
		w := directorytest.New(t, env.DB)
		svc := guardian.New(guardian.Deps{DB: env.DB, Events: w.Events})
		gun, maja, olle := w.Person("Gun Vård"), w.Person("Maja Vård"), w.Person("Olle Annan")
		admin := directorytest.InOrg(w.Person("Ada Holm"), guardian.MayWrite, directory.PersonRead)
		me := authz.Actor{Person: int64(gun.ID), Org: int64(w.Org.ID), Grants: []authz.Grant{{Verb: guardian.MaySpeak, Reach: authz.Own}}}
		add := func(by authz.Actor, in guardian.Input) (guardian.Relation, error) {
			return svc.Add(ctx, by, w.Org.ID, in)
		}
		children := func() int {
			t.Helper()
			list, err := svc.Children(ctx, me)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		in := guardian.Input{Guardian: gun.ID, Child: maja.ID, Kind: guardian.Custodian, Born: "2012-05-31", Reason: "Uppgift från skolan"}

		// A stranger may nothing, and nothing is believed that is not complete.
		if _, err := add(directorytest.InOrg(olle, directory.PersonRead), in); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger adds: %v", err)
		}
		for name, wrong := range map[string]guardian.Input{
			"without a reason": {Guardian: gun.ID, Child: maja.ID, Kind: guardian.Custodian, Born: "2012-05-31"},
			"without a birth":  {Guardian: gun.ID, Child: maja.ID, Kind: guardian.Custodian, Reason: "x"},
			"of an adult":      {Guardian: gun.ID, Child: maja.ID, Kind: guardian.Custodian, Born: "1990-01-01", Reason: "x"},
			"of oneself":       {Guardian: gun.ID, Child: gun.ID, Kind: guardian.Custodian, Born: "2012-05-31", Reason: "x"},
			"of no kind":       {Guardian: gun.ID, Child: maja.ID, Kind: "friend", Born: "2012-05-31", Reason: "x"},
			"of nobody":        {Guardian: gun.ID, Child: 999, Kind: guardian.Custodian, Born: "2012-05-31", Reason: "x"},
		} {
			if _, err := add(admin, wrong); !errs.Is(err, errs.Invalid) {
				t.Errorf("a relation %s: %v", name, err)
			}
		}
		r, err := add(admin, in)
		if err != nil || children() != 1 {
			t.Fatalf("added: %v, %d children", err, children())
		}
		if again, err := add(admin, in); err != nil || again.ID != r.ID {
			t.Errorf("the same again is %v, %v", again, err)
		}
		// A contact speaks for nobody.
		if _, err := add(admin, guardian.Input{Guardian: gun.ID, Child: olle.ID, Kind: guardian.Contact, Born: "2013-01-01", Reason: "x"}); err != nil || children() != 1 {
			t.Errorf("a contact: %v, %d children", err, children())
		}
		// Blocked, and open again; a page from before changes nothing.
		if err := svc.Block(ctx, admin, r.ID, 1, true, "Sekretess"); err != nil || children() != 0 {
			t.Errorf("blocked: %v, %d children", err, children())
		}
		if err := svc.End(ctx, admin, r.ID, 1, "Fel"); !errs.Is(err, errs.Conflict) {
			t.Errorf("from an old page: %v", err)
		}
		if err := svc.Block(ctx, admin, r.ID, 2, false, "Åter"); err != nil || children() != 1 {
			t.Errorf("open again: %v, %d children", err, children())
		}
		// A mark on either stops it, and hides it from those who keep relations.
		for _, who := range []directory.PersonID{maja.ID, gun.ID} {
			if _, err := w.Dir.Protect(ctx, directorytest.System(), who); err != nil || children() != 0 {
				t.Errorf("protected: %v, %d children", err, children())
			}
			if err := svc.End(ctx, admin, r.ID, 3, "x"); !errs.Is(err, errs.NotFound) {
				t.Errorf("a relation of protected people is found: %v", err)
			}
			if _, err := w.Dir.Unprotect(ctx, directorytest.System(), who); err != nil || children() != 1 {
				t.Errorf("open again: %v, %d children", err, children())
			}
		}
		// The day before the birthday and the day itself, before anybody has swept.
		env.Clock.Set(time.Date(2030, 5, 30, 21, 59, 0, 0, time.UTC)) // 23.59 in Stockholm.
		if children() != 1 {
			t.Error("a minute before the birthday she is a child")
		}
		env.Clock.Advance(time.Minute)
		if children() != 0 {
			t.Error("on the birthday she is none")
		}
		if err := svc.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		gone, err := svc.List(ctx, admin, w.Org.ID, true, 0)
		if err != nil || len(gone) != 1 || gone[0].ID != r.ID {
			t.Errorf("swept: %v, %v", gone, err)
		}
		if list, err := svc.List(ctx, directorytest.InOrg(olle, directory.PersonRead), w.Org.ID, false, 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger lists %v, %v", list, err)
		}
		if err := env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := guardian.ChildIn(ctx, tx, me, maja.ID)
			return err
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("the child is found: %v", err)
		}
	})
}
