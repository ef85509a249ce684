package rental_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/rental"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var by = authz.System("test")

// world is an office with two computers; Anna orders on one of two invoice references.
type world struct {
	*tickettest.World
	Rental       *rental.Service
	office       rental.Office
	mine, closed directory.Reference
	reminded     []rental.ID
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

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		ctx := t.Context()
		w.Rental = rental.New(rental.Deps{DB: w.DB, Events: w.Events, Remind: func(_ context.Context, _ *sqldb.Tx, b *rental.Booking) error {
			w.reminded = append(w.reminded, b.ID)
			return nil
		}})
		w.office = must(w.Rental.SaveOffice(ctx, by, rental.Office{Org: w.Org.ID, Desk: w.Desk.ID, Name: "It-kontoret i Ekdal", WeekOre: 35_000}))(t)
		for _, tag := range []string{"LÅN-1", "LÅN-2"} {
			must(w.Rental.SaveUnit(ctx, by, w.Org.ID, rental.Unit{Office: w.office.ID, Tag: tag, Name: "HP EliteBook"}))(t)
		}
		cost := must(w.Directory.AddCostCentre(ctx, by, w.Org.ID, directory.CostCentreInput{Code: "4010", Name: "Skolan"}))(t)
		w.mine = must(w.Directory.AddReference(ctx, by, w.Org.ID, directory.ReferenceInput{Code: "R-1", CostCentre: cost.ID}))(t)
		w.closed = must(w.Directory.AddReference(ctx, by, w.Org.ID, directory.ReferenceInput{Code: "R-2", CostCentre: cost.ID}))(t)
		w.Anna.Grants = append(w.Anna.Grants, authz.Grant{Verb: catalogue.MayPlace, Reach: authz.Reference, Of: int64(w.mine.ID)})
		w.Eva.Grants = append(w.Eva.Grants, authz.Grant{Verb: rental.MayLend, Reach: authz.Desk, Of: int64(w.Desk.ID)},
			authz.Grant{Verb: catalogue.MayRegister, Reach: authz.Desk, Of: int64(w.Desk.ID)})
		fn(t, w)
	})
}

func (w *world) book(t *testing.T, from, to string) (rental.Booking, error) {
	t.Helper()
	return w.Rental.Book(t.Context(), w.Anna, rental.Input{Office: w.office.ID, From: from, To: to, Reference: w.mine.ID})
}

func TestTwo_days_are_charged_as_a_week_and_no_computer_is_booked_twice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := must(w.book(t, "2026-03-03", "2026-03-04"))(t)
		if b.Weeks != 1 || b.Ore != 35_000 || b.Tag != "LÅN-1" {
			t.Errorf("two days: %d weeks for %d öre, %s", b.Weeks, b.Ore, b.Tag)
		}
		if _, err := w.Rental.Book(t.Context(), w.Anna, rental.Input{Office: w.office.ID, Unit: b.Unit, From: "2026-03-04", To: "2026-03-05", Reference: w.mine.ID}); !errs.Is(err, errs.Conflict) {
			t.Errorf("the same computer once more: %v", err)
		}
		if b := must(w.book(t, "2026-03-04", "2026-03-12"))(t); b.Tag != "LÅN-2" || b.Weeks != 2 {
			t.Errorf("the other one: %+v", b)
		}
		if _, err := w.book(t, "2026-03-01", "2026-03-02"); errs.FieldsOf(err) == nil {
			t.Errorf("yesterday: %v", err)
		}
		if _, err := w.book(t, "2026-03-04", "2026-03-04"); !errs.Is(err, errs.Conflict) {
			t.Errorf("a third where there are two: %v", err)
		}
		if got := must(w.Rental.Offices(t.Context(), w.Anna, w.Org.ID, "2026-03-04", "2026-03-04"))(t); len(got) != 1 || got[0].Units != 2 || got[0].Free != 0 {
			t.Errorf("offices: %+v", got)
		}
		must(w.Rental.Cancel(t.Context(), w.Anna, b.ID, b.Version))(t)
		if b := must(w.book(t, "2026-03-03", "2026-03-04"))(t); b.Tag != "LÅN-1" {
			t.Errorf("what was given up is not free: %+v", b)
		}
	})
}

func TestMany_at_once_get_one_computer_each(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var wg sync.WaitGroup
		errors := make([]error, 12)
		for i := range errors {
			wg.Go(func() {
				_, errors[i] = w.Rental.Book(t.Context(), w.Anna, rental.Input{Office: w.office.ID, From: "2026-03-10", To: "2026-03-20", Reference: w.mine.ID})
			})
		}
		wg.Wait()
		booked := 0
		for _, err := range errors {
			if err == nil {
				booked++
			} else if !errs.Is(err, errs.Conflict) {
				t.Errorf("not what somebody should read: %v", err)
			}
		}
		if booked != 2 {
			t.Errorf("%d of twelve got one of two computers", booked)
		}
	})
}

func TestOther_organisations_see_the_offices_where_they_lend(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		elsewhere, here := w.Stranger, w.Stranger
		elsewhere.Grants = []authz.Grant{{Verb: rental.MayLend, Reach: authz.Desk, Of: int64(w.Desk.ID) + 1000}}
		here.Grants = []authz.Grant{{Verb: rental.MayLend, Reach: authz.Desk, Of: int64(w.Desk.ID)}}
		for name, who := range map[string]struct {
			by   authz.Actor
			sees int
		}{"lends elsewhere": {elsewhere, 0}, "lends here": {here, 1}, "of the organisation": {w.Anna, 1}} {
			if got := must(w.Rental.Offices(t.Context(), who.by, w.Org.ID, "2026-03-04", "2026-03-04"))(t); len(got) != who.sees {
				t.Errorf("who %s sees %d", name, len(got))
			}
		}
		if _, err := w.Rental.Offices(t.Context(), w.Stranger, w.Org.ID, "2026-03-04", "2026-03-04"); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

func TestOnly_who_may_order_on_the_reference_books(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		in := rental.Input{Office: w.office.ID, From: "2026-03-03", To: "2026-03-04", Reference: w.closed.ID}
		if _, err := w.Rental.Book(t.Context(), w.Anna, in); !errs.Is(err, errs.Forbidden) {
			t.Errorf("another's reference: %v", err)
		}
		must(w.Directory.ChangeReference(t.Context(), by, w.closed.ID, w.closed.Version, directory.ReferenceInput{Code: "R-2", CostCentre: w.closed.CostCentre}, false))(t)
		if _, err := w.Rental.Book(t.Context(), w.Anna, in); errs.FieldsOf(err) == nil {
			t.Errorf("a closed reference: %v", err)
		}
		in.Reference = w.mine.ID
		if _, err := w.Rental.Book(t.Context(), w.Bo, in); !errs.Is(err, errs.Forbidden) {
			t.Errorf("somebody without a right to order: %v", err)
		}
		if _, err := w.Rental.Book(t.Context(), w.Stranger, in); errs.FieldsOf(err) == nil {
			t.Errorf("a stranger: %v", err)
		}
		in.Person = directory.PersonID(w.Bo.Person)
		if b := must(w.Rental.Book(t.Context(), w.Eva, in))(t); b.Person != in.Person || b.Booker != directory.PersonID(w.Eva.Person) {
			t.Errorf("the desk for Bo: %+v", b)
		}
		if got := must(w.Rental.Mine(t.Context(), w.Bo))(t); len(got) != 1 || got[0].Code != "R-1" {
			t.Errorf("Bo has %+v", got)
		}
	})
}

func TestHanded_out_reminded_and_back_too_late(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		b := must(w.book(t, "2026-03-03", "2026-03-04"))(t)
		next := must(w.Rental.Book(ctx, w.Anna, rental.Input{Office: w.office.ID, Unit: b.Unit, From: "2026-03-10", To: "2026-03-11", Reference: w.mine.ID}))(t)
		if _, err := w.Rental.HandOut(ctx, w.Eva, b.ID, b.Version); !errs.Is(err, errs.Conflict) {
			t.Errorf("a day early: %v", err)
		}
		w.Clock.Advance(24 * time.Hour)
		for _, who := range []authz.Actor{w.Bo, w.Stranger} {
			if _, err := w.Rental.HandOut(ctx, who, b.ID, b.Version); !errs.Is(err, errs.NotFound) {
				t.Errorf("handed out by %s: %v", who.Name, err)
			}
		}
		b = must(w.Rental.HandOut(ctx, w.Eva, b.ID, b.Version))(t)
		if _, err := w.Rental.HandOut(ctx, w.Eva, b.ID, b.Version); !errs.Is(err, errs.Conflict) {
			t.Errorf("twice: %v", err)
		}
		w.Clock.Advance(7 * 24 * time.Hour)
		for range 2 {
			if err := w.Rental.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if len(w.reminded) != 1 || w.reminded[0] != b.ID {
			t.Errorf("reminded: %v", w.reminded)
		}
		// The computer is not back: whoever comes next gets the other one.
		if next = must(w.Rental.HandOut(ctx, w.Eva, next.ID, next.Version))(t); next.Unit == b.Unit {
			t.Error("a computer was handed out that is not there")
		}
		list := must(w.Rental.ToHandle(ctx, w.Eva))(t)
		if len(list) != 2 || list[0].ID != b.ID || !list[0].Late(w.DB.Now()) {
			t.Errorf("to handle: %+v", list)
		}
		if b = must(w.Rental.TakeBack(ctx, w.Eva, b.ID, list[0].Version))(t); b.Weeks != 2 || b.Ore != 70_000 {
			t.Errorf("eight days: %d weeks for %d öre", b.Weeks, b.Ore)
		}
		if got := must(w.Rental.Mine(ctx, w.Stranger))(t); len(got) != 0 {
			t.Errorf("a stranger has %v", got)
		}
		if got := must(w.Rental.ToHandle(ctx, w.Stranger))(t); len(got) != 0 {
			t.Errorf("a stranger handles %v", got)
		}
	})
}
