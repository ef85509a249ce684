package unit_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web/sheet"
)

var by = authz.System("test")

// world is a school below an administration, with a manager, people, devices, and one thing that costs each month.
type world struct {
	*site.Site
	top, school, other directory.Unit
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		w, ctx := &world{Site: s}, t.Context()
		w.top = must(s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Utbildning"}))(t)
		w.school = must(s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Lindskolan", Parent: w.top.ID}))(t)
		w.other = must(s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Biblioteket"}))(t)
		for name, unit := range map[string]directory.UnitID{"anna": w.school.ID, "bo": w.school.ID, "mia": w.school.ID, "olle": w.other.ID, "pia": w.school.ID} {
			if name == "mia" || name == "olle" || name == "pia" {
				s.Join(t, strings.ToUpper(name[:1])+name[1:]+" Ek", directory.Employee)
			}
			p := must(s.App.Directory.Person(ctx, by, s.Person(t, name)))(t)
			in := p.Input()
			in.Unit = unit
			must(s.App.Directory.ChangePerson(ctx, by, p.ID, p.Version, in))(t)
			kind := asset.Computer
			if name == "bo" {
				kind = asset.Tablet
			}
			must(s.App.Asset.Create(ctx, by, asset.Draft{Org: s.Org.ID, Tag: "ST-" + name, Kind: kind, Person: p.ID}))(t)
		}
		must(s.App.Asset.Create(ctx, by, asset.Draft{Org: s.Org.ID, Tag: "ST-skrivare", Kind: asset.Printer, Unit: w.school.ID}))(t)
		must(s.App.Directory.Protect(ctx, by, s.Person(t, "pia")))(t)
		must(s.App.Access.Grant(ctx, by, access.GrantInput{Person: s.Person(t, "mia"), Role: "manager", Reach: authz.Unit, Of: int64(w.school.ID)}))(t)
		must(s.App.Access.Grant(ctx, by, access.GrantInput{Person: s.Person(t, "olle"), Role: "manager", Reach: authz.Unit, Of: int64(w.other.ID)}))(t)
		w.pays(t, "anna", 250_00)
		w.pays(t, "pia", 999_00)
		fn(t, w)
	})
}

// pays makes something that was delivered to a person cost each month.
func (w *world) pays(t *testing.T, who string, ore int64) {
	t.Helper()
	x := w.Report(t, "anna", "Leverans till "+who, "Den är framme.")
	err := w.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		task, err := tx.Insert(ctx, sqldb.Q("test.task", `insert into delivery_task (org_id, desk_id, order_id, line_id, ticket_id, item_id, item_sv, person_id, unit_id, prices, state,
			released_at, promised_on, planned_on, accepted_at) values ($1, $2, 1, $3, $4, 1, 'Ritprogram', $3, $5, '[]', 'accepted', $6, '', '', $6) returning id`),
			int64(w.Org.ID), int64(w.Desk.ID), int64(w.Person(t, who)), int64(x.ID), int64(w.school.ID), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		_, err = tx.Insert(ctx, sqldb.Q("test.charge", `insert into charge (org_id, order_id, line_id, task_id, item_id, item_sv, source, kind, ore, per, from_at, created_at)
			values ($1, 1, $2, $3, 1, 'Ritprogram', 'price:0', 'rent', $4, 'month', $5, $5) returning id`), int64(w.Org.ID), int64(w.Person(t, who)), task, ore, sqldb.Time(tx.Now()))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestA_manager_sees_what_the_unit_has_and_the_sums_are_those_of_the_inventory(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "PO-31")
		mia := w.Pages(t, webtest.Options{Statements: 12}).As("mia")
		page := mia.Get("/units").MustBe(http.StatusOK)
		if page.Heading() != "Lindskolan" {
			t.Fatalf("a manager of one unit is led to %q", page.Heading())
		}
		mia.Get("/my").MustSee("Det du ansvarar för", "Lindskolan")
		page.MustSee("Anna Åkesson", "Mia Ek", "ST-anna", "ST-skrivare", "Ritprogram", "250", "Leverans till anna")
		page.MustNotSee("Pia", "ST-pia", "999", "1 249", "ST-olle", "Olle")
		tally, err := w.App.Asset.Tally(t.Context(), w.Actor(t, "mia"), asset.Filter{Unit: w.school.ID})
		if err != nil || tally[asset.Computer] != 2 || tally[asset.Tablet] != 1 || tally[asset.Printer] != 1 {
			t.Errorf("the inventory has %v, %v", tally, err)
		}
		if rows := page.Rows("Inventarier"); len(rows) != 1+4 {
			t.Errorf("%d devices on the page: %q", len(rows)-1, rows)
		}
		page.MustSee("Dator 2", "Surfplatta 1", "Skrivare 1")
		for file, holds := range map[string]string{"people.csv": "Anna Åkesson", "equipment.csv": "ST-skrivare", "costs.csv": "250,00"} {
			got := mia.Get("/units/" + sheet.Text(w.school.ID) + "/" + file).MustBe(http.StatusOK)
			if !strings.Contains(string(got.Body), holds) || strings.Contains(string(got.Body), "pia") || strings.Contains(string(got.Body), "Pia") {
				t.Errorf("%s: %s", file, got.Body)
			}
		}
		mia.Get("/units/" + sheet.Text(w.school.ID) + "/all.csv").MustBe(http.StatusNotFound)
	})
}

func TestA_unit_is_there_for_those_who_answer_for_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own := "/units/" + sheet.Text(w.school.ID)
		for who, status := range map[string]int{"anna": http.StatusForbidden, "bo": http.StatusForbidden, "olle": http.StatusNotFound, "siv": http.StatusNotFound, "ada": http.StatusOK} {
			w.As(t, who).Get(own).MustBe(status)
			w.As(t, who).Get(own + "/people.csv").MustBe(status)
		}
		w.As(t, "mia").Get("/units/" + sheet.Text(w.top.ID)).MustBe(http.StatusNotFound)
		w.As(t, "mia").Get("/units/" + sheet.Text(w.other.ID)).MustBe(http.StatusNotFound)
	})
}
