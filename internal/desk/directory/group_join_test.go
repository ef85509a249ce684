package directory_test

import (
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

func TestMembers_come_and_go_one_by_one(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		anna, sara, hidden := w.Person("Anna Berg"), w.Person("Sara Lind"), w.Protected("Mona Gren")
		g := w.Group("Servicedesk", anna, hidden)
		lead := directorytest.InOrg(anna, directory.PersonRead, directory.GroupWrite)
		ctx := t.Context()

		for range 2 {
			if err := w.Dir.Join(ctx, lead, g.ID, sara.ID); err != nil {
				t.Fatalf("join: %v", err)
			}
		}
		if err := w.Dir.Leave(ctx, lead, g.ID, anna.ID); err != nil {
			t.Fatalf("leave: %v", err)
		}
		members, err := w.Dir.Members(ctx, directorytest.System(), g.ID)
		if err != nil {
			t.Fatal(err)
		}
		// The one whom the lead cannot see is a member still.
		if len(members) != 2 || members[0].ID != hidden.ID || members[1].ID != sara.ID {
			t.Errorf("members are %v", members)
		}
		if err := w.Dir.Join(ctx, lead, g.ID, w.Protected("Nils Ek").ID); !errs.Is(err, errs.Invalid) {
			t.Errorf("a protected person was found by joining: %v", err)
		}
		if err := w.Dir.Leave(ctx, lead, g.ID, hidden.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a protected member was found by leaving: %v", err)
		}
		stranger := directorytest.InOrg(w.Another("ekdal").Person("Per Dal"), directory.PersonRead, directory.GroupWrite)
		if err := w.Dir.Join(ctx, stranger, g.ID, sara.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger changed the group: %v", err)
		}
	})
}
