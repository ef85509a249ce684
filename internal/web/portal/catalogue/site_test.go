package catalogue_test

import (
	"strconv"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
)

// world is a school with a reference that Olle orders on; Anna teaches there.
type world struct {
	*site.Site
	school    directory.SiteID
	reference directory.Reference
}

var system = authz.System("test")

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t *testing.T, s *site.Site) *world {
	t.Helper()
	w := &world{Site: s}
	d := s.App.Directory
	w.school = ok[directory.Site](t)(d.AddSite(t.Context(), system, s.Org.ID, directory.SiteInput{Name: "Lindskolan"})).ID
	cost := ok[directory.CostCentre](t)(d.AddCostCentre(t.Context(), system, s.Org.ID, directory.CostCentreInput{Code: "4711", Name: "Lindskolan"}))
	unit := ok[directory.Unit](t)(d.AddUnit(t.Context(), system, s.Org.ID, directory.UnitInput{Name: "Lindskolan F-3", CostCentre: cost.ID, Site: w.school}))
	w.reference = ok[directory.Reference](t)(d.AddReference(t.Context(), system, s.Org.ID, directory.ReferenceInput{Code: "REF1", Name: "Lindskolan", CostCentre: cost.ID, Unit: unit.ID}))
	s.Join(t, "Olle Ek", directory.Employee)
	for _, who := range []string{"anna", "olle"} {
		w.write(t, `update person set unit_id = $1, site_id = $2 where id = $3`, int64(unit.ID), int64(w.school), int64(s.Person(t, who)))
	}
	_, err := s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "olle"), Role: "orderer", Reach: authz.Reference, Of: int64(w.reference.ID)})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) write(t *testing.T, text string, args ...any) {
	t.Helper()
	err := w.App.DB.Write(t.Context(), func(ctx ctx, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, sqldb.Q("test.write", text), args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) publish(t *testing.T, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	return cataloguetest.Publish(t, w.App.Catalogue, w.Org.ID, key, name, change)
}

func text[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
