package asset_test

import (
	"context"
	"strings"
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is two units of an organisation, with somebody in each, and a stranger.
type world struct {
	*directorytest.World
	assets       *asset.Service
	db           *sqldb.DB
	top, school  directory.Unit
	other        directory.Unit
	anna, bo, pa directory.Person // Pa is protected.
	keeper       authz.Actor      // Keeps the school's part.
	eva          authz.Actor      // An agent.
	ada          authz.Actor      // Keeps the whole.
}

func grants(p directory.Person, reach authz.Reach, of int64, verbs ...authz.Verb) authz.Actor {
	var list []authz.Grant
	for _, v := range verbs {
		list = append(list, authz.Grant{Verb: v, Reach: reach, Of: of})
	}
	return directorytest.Actor(p, list...)
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: directorytest.New(t, env.DB), db: env.DB}
		w.assets = asset.New(asset.Deps{DB: env.DB, Events: w.Events})
		w.top = w.Unit("Utbildning", 0)
		w.school, w.other = w.Unit("Almskolan", w.top.ID), w.Unit("Biblioteket", 0)
		in := func(u directory.Unit) func(*directory.PersonInput) {
			return func(p *directory.PersonInput) { p.Unit = u.ID }
		}
		w.anna, w.bo = w.Person("Anna Berg", in(w.school)), w.Person("Bo Ek", in(w.other))
		w.pa = w.Person("Pia Dold", in(w.school))
		p, err := w.Dir.Protect(t.Context(), directorytest.System(), w.pa.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.pa = p
		org := int64(w.Org.ID)
		w.keeper = grants(w.Person("Klas Kvist"), authz.Unit, int64(w.top.ID), asset.MayRead, asset.MayWrite)
		w.eva = grants(w.Person("Eva Lind"), authz.Desk, int64(w.Desk.ID), asset.MayRead)
		w.ada = grants(w.Person("Ada Frid"), authz.Organisation, org, asset.MayRead, asset.MayWrite, asset.MayImport)
		fn(t, w)
	})
}

func (w *world) have(t *testing.T, d asset.Draft) asset.Asset {
	t.Helper()
	d.Org = w.Org.ID
	a, err := w.assets.Create(t.Context(), directorytest.System(), d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func tags(list []asset.Asset) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Tag)
	}
	return strings.Join(out, " ")
}

func TestStrangers_and_neighbours_see_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.have(t, asset.Draft{Tag: "ST-1", Person: w.anna.ID})
		stranger := w.Another("annan")
		siv := grants(stranger.Person("Siv Främling"), authz.Organisation, int64(stranger.Org.ID), asset.MayRead, asset.MayWrite, asset.MayImport)
		neighbour := grants(w.Person("Nils Granne"), authz.Unit, int64(w.other.ID), asset.MayRead, asset.MayWrite)
		for name, by := range map[string]authz.Actor{"stranger": siv, "neighbour": neighbour, "bo": directorytest.Actor(w.bo)} {
			if _, err := w.assets.ByID(t.Context(), by, a.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s opens it: %v", name, err)
			}
			if _, err := w.assets.Change(t.Context(), by, a.ID, 1, asset.Draft{Tag: "X"}); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s changes it: %v", name, err)
			}
			if _, err := w.assets.End(t.Context(), by, a.ID, 1, "Borta"); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s ends it: %v", name, err)
			}
			if _, err := w.assets.History(t.Context(), by, a.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s reads its history: %v", name, err)
			}
			if list, err := w.assets.Of(t.Context(), by, w.anna.ID); err != nil || len(list) != 0 {
				t.Errorf("%s sees what Anna has: %v, %v", name, list, err)
			}
		}
		for name, by := range map[string]authz.Actor{"stranger": siv, "neighbour": neighbour} {
			page, err := w.assets.List(t.Context(), by, asset.Filter{Org: w.Org.ID})
			tally, terr := w.assets.Tally(t.Context(), by, asset.Filter{Org: w.Org.ID})
			if err != nil || terr != nil || len(page.Assets) != 0 || len(tally) != 0 {
				t.Errorf("%s lists %v and counts %v: %v, %v", name, page.Assets, tally, err, terr)
			}
		}
		if _, err := w.assets.List(t.Context(), directorytest.Actor(w.bo), asset.Filter{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a user lists the inventory: %v", err)
		}
		if _, err := w.assets.PlanFile(t.Context(), siv, w.Org.ID, []byte("inventarienummer\nX-1\n")); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger imports: %v", err)
		}
	})
}

func TestWhat_a_protected_person_has_is_not_there(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		hidden, open := w.have(t, asset.Draft{Tag: "ST-1", Serial: "S1", Person: w.pa.ID}), w.have(t, asset.Draft{Tag: "ST-2", Person: w.anna.ID})
		for name, by := range map[string]authz.Actor{"keeper": w.keeper, "agent": w.eva, "administrator": w.ada} {
			page, err := w.assets.List(t.Context(), by, asset.Filter{})
			if err != nil || tags(page.Assets) != open.Tag {
				t.Errorf("%s lists %q, %v", name, tags(page.Assets), err)
			}
			if tally, err := w.assets.Tally(t.Context(), by, asset.Filter{Unit: w.top.ID}); err != nil || tally[asset.Other] != 1 {
				t.Errorf("%s counts %v, %v", name, tally, err)
			}
			for _, q := range []string{"ST-1", "S1", "Pia"} {
				if page, err := w.assets.List(t.Context(), by, asset.Filter{Q: q}); err != nil || len(page.Assets) != 0 {
					t.Errorf("%s finds %q by %q, %v", name, tags(page.Assets), q, err)
				}
			}
			if _, err := w.assets.ByID(t.Context(), by, hidden.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s opens it: %v", name, err)
			}
			if list, err := w.assets.Of(t.Context(), by, w.pa.ID); err != nil || len(list) != 0 {
				t.Errorf("%s: %v, %v", name, list, err)
			}
		}
		if list, err := w.assets.Of(t.Context(), directorytest.Actor(w.pa), w.pa.ID); err != nil || tags(list) != "ST-1" {
			t.Errorf("she herself sees %q, %v", tags(list), err)
		}
		plan, err := w.assets.PlanFile(t.Context(), w.ada, w.Org.ID, []byte("inventarienummer;benämning\nST-1;Omdöpt\n"))
		if err != nil || plan.Counts[asset.Unchanged] != 1 || len(plan.Rows) != 0 {
			t.Errorf("a file tells of it: %+v, %v", plan, err)
		}
		w.ada.Grants = append(w.ada.Grants, authz.Grant{Verb: directory.PersonProtected, Reach: authz.Organisation, Of: int64(w.Org.ID)})
		if page, err := w.assets.List(t.Context(), w.ada, asset.Filter{}); err != nil || tags(page.Assets) != "ST-1 ST-2" {
			t.Errorf("whoever may know sees %q, %v", tags(page.Assets), err)
		}
	})
}

func TestWhoever_keeps_a_unit_changes_its_part_alone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own, foreign := w.have(t, asset.Draft{Tag: "ST-1", Person: w.anna.ID}), w.have(t, asset.Draft{Tag: "ST-2", Person: w.bo.ID})
		ctx := t.Context()
		a, err := w.assets.Change(ctx, w.keeper, own.ID, own.Version, asset.Draft{Tag: "ST-1", Kind: asset.Computer, Name: "Läraren", Person: w.anna.ID, Unit: w.school.ID})
		if err != nil || a.Name != "Läraren" || a.Version != own.Version+1 {
			t.Fatalf("%+v, %v", a, err)
		}
		if _, err := w.assets.Change(ctx, w.keeper, own.ID, own.Version, asset.Draft{Tag: "ST-1"}); !errs.Is(err, errs.Conflict) {
			t.Errorf("over a version that is gone: %v", err)
		}
		if _, err := w.assets.Change(ctx, w.keeper, own.ID, a.Version, asset.Draft{Tag: "ST-1", Unit: w.other.ID}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("given away: %v", err)
		}
		if _, err := w.assets.Change(ctx, w.keeper, foreign.ID, foreign.Version, asset.Draft{Tag: "ST-2"}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit's: %v", err)
		}
		if _, err := w.assets.Create(ctx, w.keeper, asset.Draft{Org: w.Org.ID, Tag: "ST-3", Unit: w.other.ID}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("added at another unit: %v", err)
		}
		if _, err := w.assets.Create(ctx, w.keeper, asset.Draft{Org: w.Org.ID, Tag: "ST-4", Unit: w.school.ID}); err != nil {
			t.Errorf("added at the own unit: %v", err)
		}
		if _, err := w.assets.Holder(ctx, w.keeper, w.Org.ID, "bo.ek"); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("finds somebody of another unit: %v", err)
		}
		if _, err := w.assets.Change(ctx, w.eva, own.ID, a.Version, asset.Draft{Tag: "ST-1"}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an agent without the verb: %v", err)
		}
		if _, err := w.assets.End(ctx, w.keeper, own.ID, a.Version, " "); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("ended without a reason: %v", err)
		}
		if a, err = w.assets.End(ctx, w.keeper, own.ID, a.Version, "Trasig"); err != nil || a.Active() || a.EndedOn == "" {
			t.Errorf("%+v, %v", a, err)
		}
		past, err := w.assets.History(ctx, w.keeper, own.ID)
		if err != nil || len(past) != 3 || past[0].Type != asset.EventEnded || past[2].Type != asset.EventCreated {
			t.Errorf("history %+v, %v", past, err)
		}
	})
}

func TestA_device_is_taken_up_and_given_on(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.have(t, asset.Draft{Serial: "5CG 123", Person: w.anna.ID, Delivered: "2024-01-31", Life: 37, Source: asset.Ordered, SourceID: 7})
		if a.Tag != "5CG 123" || a.Unit != w.school.ID || a.PersonName != "Anna Berg" || a.Renew != "2027-02-28" || a.SourceID != 7 {
			t.Errorf("%+v", a)
		}
		if b := w.have(t, asset.Draft{Name: "Skärm"}); !strings.HasPrefix(b.Tag, "E-") {
			t.Errorf("no number of ours: %+v", b)
		}
		for _, d := range []asset.Draft{{Tag: "5cg-123"}, {Tag: "X", Serial: "5cg123"}} {
			d.Org = w.Org.ID
			if _, err := w.assets.Create(t.Context(), w.ada, d); len(errs.FieldsOf(err)) != 1 {
				t.Errorf("a number twice: %v", err)
			}
		}
		err := w.db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := w.assets.LinkIn(ctx, tx, w.ada, a.ID, asset.Link{Person: w.bo.ID})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := w.assets.Of(t.Context(), directorytest.Actor(w.bo), w.bo.ID)
		if err != nil || len(list) != 1 || list[0].Unit != w.other.ID {
			t.Errorf("%+v, %v", list, err)
		}
		past, err := w.assets.History(t.Context(), w.ada, a.ID)
		if err != nil || past[0].Type != asset.EventLinked || past[0].Changes[0].Old != "Anna Berg" || past[0].Changes[0].New != "Bo Ek" {
			t.Errorf("%+v, %v", past, err)
		}
	})
}
