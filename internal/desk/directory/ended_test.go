package directory_test

import (
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
)

func TestWhat_is_no_longer_in_use_is_listed_apart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		ctx, by := t.Context(), directorytest.System()
		school := w.Unit("Lindskolan", 0)
		if _, err := w.Dir.ChangeUnit(ctx, by, school.ID, school.Version, directory.UnitInput{Name: school.Name}, false); err != nil {
			t.Fatal(err)
		}
		admin := directorytest.InOrg(w.Person("Anna Berg"), directory.UnitWrite)
		ended, err := w.Dir.EndedUnits(ctx, admin, w.Org.ID)
		if err != nil || len(ended) != 1 || ended[0].ID != school.ID {
			t.Errorf("ended units: %v, %v", ended, err)
		}
		stranger := directorytest.InOrg(w.Another("ekdal").Person("Per Dal"), directory.UnitWrite)
		if seen, err := w.Dir.EndedUnits(ctx, stranger, w.Org.ID); err != nil || len(seen) != 0 {
			t.Errorf("a stranger sees %v, %v", seen, err)
		}
		here, desk := directory.PlaceRef{Reach: authz.Unit, ID: int64(school.ID)}, directory.PlaceRef{Reach: authz.Desk, ID: int64(w.Desk.ID)}
		names, err := w.Dir.PlaceNames(ctx, admin, here, desk)
		if err != nil || names[here] != "Lindskolan" || names[desk] != w.Desk.Name {
			t.Errorf("names: %v, %v", names, err)
		}
		if names, err := w.Dir.PlaceNames(ctx, stranger, here, desk); err != nil || len(names) != 0 {
			t.Errorf("a stranger is told %v, %v", names, err)
		}
	})
}
