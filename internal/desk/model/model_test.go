package model_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/testkit/dbtest"
)

var by = authz.System("test")

type bundle struct {
	*dbtest.Env
	d             *directory.Service
	s             *model.Service
	org           directory.Organisation
	ekdal, lake   directory.Unit // Two municipalities,
	school        directory.Unit // and a school of the first.
	theirs        model.AgreementID
	laptop, pupil model.ID
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func setup(t *testing.T, env *dbtest.Env) *bundle {
	t.Helper()
	events := event.NewLog()
	b := &bundle{Env: env, d: directory.New(directory.Deps{DB: env.DB, Events: events}), s: model.New(model.Deps{DB: env.DB, Events: events})}
	ctx := t.Context()
	b.org = must(b.d.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "ekdal", Name: "It-nämnden"}))(t)
	b.ekdal = must(b.d.AddUnit(ctx, by, b.org.ID, directory.UnitInput{Name: "Ekdals kommun"}))(t)
	b.lake = must(b.d.AddUnit(ctx, by, b.org.ID, directory.UnitInput{Name: "Sjöviks kommun"}))(t)
	b.school = must(b.d.AddUnit(ctx, by, b.org.ID, directory.UnitInput{Name: "Ekdalsskolan", Parent: b.ekdal.ID}))(t)
	b.theirs = must(b.s.SaveAgreement(ctx, by, model.Agreement{Org: b.org.ID, Number: "96-41", Name: "Datorer", From: "2026-01-01", Units: []directory.UnitID{b.ekdal.ID}}))(t).ID
	b.laptop = b.add(t, model.Input{Kind: model.Laptop, Maker: "HP", Name: "EliteBook 840", Life: 60, Warranty: 36, Agreement: b.theirs}, model.Price{Kind: model.Rent, Per: model.Month, Ore: 39_500})
	b.pupil = b.add(t, model.Input{Kind: model.Student, Maker: "Lenovo", Name: "500e", Life: 36, Agreement: b.theirs}, model.Price{Kind: model.Rent, Per: model.Month, Ore: 15_000})
	return b
}

// add makes a model with a price and puts it into the range.
func (b *bundle) add(t *testing.T, in model.Input, prices ...model.Price) model.ID {
	t.Helper()
	id := must(b.s.Add(t.Context(), by, b.org.ID, in))(t)
	check(t, b.s.SetPrices(t.Context(), by, id, 1, "2026-01-01", prices))
	check(t, b.s.Decide(t.Context(), by, id, 2, decided(true)))
	return id
}

func decided(in bool) model.Decision {
	return model.Decision{InRange: in, Forum: "it-forum drift", HeldOn: "2026-01-20", Reference: "§ 4"}
}

func (b *bundle) orderable(t *testing.T, unit directory.UnitID) []model.ID {
	t.Helper()
	var ids []model.ID
	for _, m := range must(model.Orderable(t.Context(), b.DB, model.Want{Org: b.org.ID, Unit: unit, At: b.DB.Now()}))(t) {
		ids = append(ids, m.ID)
	}
	return ids
}

func field(err error) string {
	if list := errs.FieldsOf(err); len(list) > 0 {
		return list[0].Key
	}
	return ""
}

func TestOnly_models_of_the_range_under_an_agreement_of_ones_own_can_be_ordered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		if got := b.orderable(t, b.school.ID); len(got) != 2 || got[0] != b.laptop {
			t.Errorf("a school of the entitled municipality may order %v", got)
		}
		for _, unit := range []directory.UnitID{b.lake.ID, 0} {
			if got := b.orderable(t, unit); got != nil {
				t.Errorf("unit %d, which is not entitled, may order %v", unit, got)
			}
			want := model.Want{Org: b.org.ID, Unit: unit, At: b.DB.Now()}
			if _, err := model.ToOrder(ctx, b.DB, want, b.laptop); field(err) != "model.error.not_orderable" {
				t.Errorf("ordered all the same: %v", err)
			}
		}
		if _, err := model.ToOrder(ctx, b.DB, model.Want{Org: b.org.ID, Unit: b.school.ID, Kinds: []model.Kind{model.Screen}, At: b.DB.Now()}, b.laptop); field(err) == "" {
			t.Error("a laptop was ordered as a screen")
		}
		got := must(model.ToOrder(ctx, b.DB, model.Want{Org: b.org.ID, Unit: b.school.ID, At: b.DB.Now()}, b.laptop))(t)
		if got.YearCost() != 474_000 || got.AgreementNumber != "96-41" {
			t.Errorf("the laptop costs %d a year by %q", got.YearCost(), got.AgreementNumber)
		}
		a := must(b.s.Agreements(ctx, by, b.org.ID))(t)[0]
		a.To = "2026-02-28"
		must(b.s.SaveAgreement(ctx, by, a))(t)
		if got := b.orderable(t, b.school.ID); got != nil {
			t.Errorf("after the agreement ended %v may be ordered", got)
		}
		if _, err := b.s.SaveAgreement(ctx, by, a); !errs.Is(err, errs.Conflict) {
			t.Errorf("written over what was saved meanwhile: %v", err)
		}
	})
}

func TestThe_range_changes_by_the_forums_decision_alone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		if err := b.s.Decide(ctx, by, b.laptop, 3, model.Decision{HeldOn: "2026-01-20"}); field(err) != "error.required" {
			t.Errorf("a range that changed without a forum: %v", err)
		}
		if err := b.s.Decide(ctx, by, b.laptop, 3, model.Decision{Forum: "it-forum drift", HeldOn: "2099-01-01"}); field(err) != "model.error.future" {
			t.Errorf("a decision that has not been made yet: %v", err)
		}
		check(t, b.s.Decide(ctx, by, b.laptop, 3, decided(false)))
		if got := b.orderable(t, b.school.ID); len(got) != 1 {
			t.Errorf("what left the range can be ordered: %v", got)
		}
		if err := b.s.Decide(ctx, by, b.laptop, 4, decided(false)); !errs.Is(err, errs.Conflict) {
			t.Errorf("twice: %v", err)
		}
		c := must(b.s.Load(ctx, by, b.laptop))(t)
		if len(c.Decisions) != 2 || c.Decisions[0].InRange || c.Decisions[0].Forum != "it-forum drift" || c.Decisions[0].Reference != "§ 4" {
			t.Errorf("the decisions are %+v", c.Decisions)
		}
		bare := must(b.s.Add(ctx, by, b.org.ID, model.Input{Kind: model.Phone, Maker: "Apple", Name: "iPhone 16", Life: 36}))(t)
		if err := b.s.Decide(ctx, by, bare, 1, decided(true)); field(err) != "model.error.no_agreement" {
			t.Errorf("without an agreement: %v", err)
		}
	})
}

func TestA_short_life_needs_an_exception(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		for _, kind := range []model.Kind{model.Laptop, model.Desktop, model.Printer, model.Screen} {
			id := must(b.s.Add(ctx, by, b.org.ID, model.Input{Kind: kind, Maker: "X", Name: string(kind), Life: 36, Agreement: b.theirs}))(t)
			check(t, b.s.SetPrices(ctx, by, id, 1, "2026-01-01", []model.Price{{Kind: model.Rent, Per: model.Month, Ore: 100}}))
			if err := b.s.Decide(ctx, by, id, 2, decided(true)); field(err) != "model.error.short" {
				t.Errorf("%s with 36 months: %v", kind, err)
			}
			d := decided(true)
			d.Exception = model.Exception{Why: "Tål att tappas", Decided: "It-chefen"}
			check(t, b.s.Decide(ctx, by, id, 2, d))
			c := must(b.s.Load(ctx, by, id))(t)
			if !c.InRange || len(c.Exceptions) != 1 || c.Exceptions[0].Life != 36 {
				t.Errorf("%s: %+v", kind, c)
			}
			in := model.Input{Kind: kind, Maker: "X", Name: string(kind), Life: 24, Agreement: b.theirs}
			if err := b.s.Change(ctx, by, id, 3, in); field(err) != "model.error.short" {
				t.Errorf("%s was made shorter still: %v", kind, err)
			}
		}
		in := model.Input{Kind: model.Laptop, Maker: "HP", Name: "EliteBook 840", Life: 36, Agreement: b.theirs}
		if err := b.s.Change(ctx, by, b.laptop, 3, in); field(err) != "model.error.short" {
			t.Errorf("a model in the range became short-lived: %v", err)
		}
	})
}

func TestMunicipalities_agree_on_different_lives(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		a := must(b.s.Agreements(ctx, by, b.org.ID))(t)[0]
		a.Everybody = true
		must(b.s.SaveAgreement(ctx, by, a))(t)
		check(t, b.s.AgreeLife(ctx, by, model.Life{Org: b.org.ID, Unit: b.ekdal.ID, Kind: model.Student, Months: 36}))
		check(t, b.s.AgreeLife(ctx, by, model.Life{Org: b.org.ID, Unit: b.lake.ID, Kind: model.Student, Months: 24}))
		check(t, b.s.AgreeLife(ctx, by, model.Life{Org: b.org.ID, Unit: b.lake.ID, Kind: model.Student, Months: 48}))
		for unit, months := range map[directory.UnitID]int{b.school.ID: 36, b.lake.ID: 48} {
			got := must(model.ToOrder(ctx, b.DB, model.Want{Org: b.org.ID, Unit: unit, At: b.DB.Now()}, b.pupil))(t)
			if got.Life != months {
				t.Errorf("in unit %d a pupil's computer lasts %d months, not %d", unit, got.Life, months)
			}
		}
		if err := b.s.AgreeLife(ctx, by, model.Life{Org: b.org.ID, Unit: b.ekdal.ID, Kind: model.Laptop, Months: 24}); field(err) != "error.choose" {
			t.Errorf("a workstation's life was agreed away: %v", err)
		}
	})
}

func TestPrices_that_have_begun_stay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		next := b.DB.Now().AddDate(0, 1, 0)
		raised := []model.Price{{Kind: model.Rent, Per: model.Month, Ore: 45_000}}
		check(t, b.s.SetPrices(ctx, by, b.laptop, 3, next.Format(time.DateOnly), raised))
		if err := b.s.SetPrices(ctx, by, b.laptop, 4, "2026-01-01", raised); field(err) != "model.error.past" {
			t.Errorf("history was written over: %v", err)
		}
		for at, ore := range map[time.Time]int64{b.DB.Now(): 39_500, next: 45_000} {
			got := must(model.ToOrder(ctx, b.DB, model.Want{Org: b.org.ID, Unit: b.school.ID, At: at}, b.laptop))(t)
			if len(got.Prices) != 1 || got.Prices[0].Ore != ore {
				t.Errorf("on %s: %+v", at, got.Prices)
			}
		}
	})
}

func TestA_stranger_sees_and_changes_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		ctx := t.Context()
		other := must(b.d.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "annan", Name: "Annan"}))(t)
		stranger := authz.Actor{Person: 1, Org: int64(other.ID), Grants: []authz.Grant{
			{Verb: model.MayRead, Reach: authz.Own}, {Verb: model.MayWrite, Reach: authz.Organisation, Of: int64(other.ID)},
		}}
		if _, err := b.s.Range(ctx, stranger, b.org.ID, 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("range: %v", err)
		}
		if _, err := b.s.All(ctx, stranger, b.org.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("all: %v", err)
		}
		if _, err := b.s.Load(ctx, stranger, b.laptop); !errs.Is(err, errs.NotFound) {
			t.Errorf("load: %v", err)
		}
		if err := b.s.Decide(ctx, stranger, b.laptop, 3, decided(false)); !errs.Is(err, errs.NotFound) {
			t.Errorf("decide: %v", err)
		}
		mine := model.Input{Kind: model.Phone, Maker: "A", Name: "B", Life: 12, Agreement: b.theirs}
		if _, err := b.s.Add(ctx, stranger, other.ID, mine); field(err) != "error.choose" {
			t.Errorf("another organisation's agreement was used: %v", err)
		}
	})
}

func TestWhat_is_paid_once_is_spread_over_the_life(t *testing.T) {
	for _, x := range []struct {
		life int
		year int64
	}{{48, 340_000}, {24, 560_000}, {36, 413_333}} {
		prices := []model.Price{{Kind: model.Purchase, Per: model.Once, Ore: 880_000}, {Kind: model.Fee, Per: model.Month, Ore: 10_000}}
		if got := model.YearCost(prices, x.life); got != x.year {
			t.Errorf("over %d months a year costs %d, want %d", x.life, got, x.year)
		}
	}
}
