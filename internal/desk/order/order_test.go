package order_test

import (
	"context"
	"fmt"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

// world is an organisation that orders: a school with a cost centre, two invoice references, a headset that nobody has to
// approve and a computer that somebody has to.
type world struct {
	*tickettest.World
	Access    *access.Service
	Catalogue *catalogue.Service
	Approval  *approval.Service
	Order     *order.Service

	School, Class directory.Unit
	A, B          directory.Reference
	Headset       catalogue.Item
	Computer      catalogue.Item
	Sara          authz.Actor // Orders on reference A.
	Greta         authz.Actor // Decides on reference A.
	told          []event.Event
	said          []order.Word
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, build(t, env)) })
}

func build(t testing.TB, env *dbtest.Env) *world {
	t.Helper()
	w := &world{World: tickettest.New(t, env)}
	sys := authz.System("test")
	texts, err := i18n.Load(locales.Files)
	must(t, err)
	w.Access = access.New(access.Deps{DB: w.DB, Events: w.Events, Roles: []access.RoleSpec{
		{Key: "base", Sv: "Bas", En: "Base", Verbs: []authz.Verb{ticket.MayReport, catalogue.MayRead, catalogue.MaySee, catalogue.MayAsk}},
		{Key: "orderer", Sv: "Beställare", En: "Orderer", Verbs: []authz.Verb{catalogue.MayPlace, catalogue.MayAccess}, Reaches: []authz.Reach{authz.Reference}},
		{Key: "it_contact", Sv: "Kontakt", En: "Contact", Verbs: []authz.Verb{catalogue.MayPlace, catalogue.MayAccess}, Reaches: []authz.Reach{authz.CostCentre}},
		{Key: "approver", Sv: "Godkännare", En: "Approver", Verbs: []authz.Verb{approval.MayDecide}, Reaches: []authz.Reach{authz.Reference}},
		{Key: "desk", Sv: "Desk", En: "Desk", Verbs: []authz.Verb{catalogue.MayRegister, order.MayWork}, Reaches: []authz.Reach{authz.Desk}},
		{Key: "local", Sv: "Lokal", En: "Local", Verbs: []authz.Verb{catalogue.MayPlace}, Reaches: []authz.Reach{authz.Unit}},
		{Key: "trusted", Sv: "Betrodd", En: "Trusted", Verbs: []authz.Verb{directory.PersonProtected}, Reaches: []authz.Reach{authz.Organisation}},
		{Key: "central", Sv: "Central", En: "Central", Verbs: []authz.Verb{catalogue.MayPackage}, Reaches: []authz.Reach{authz.Organisation}},
	}})
	must(t, w.Access.SyncRoles(t.Context()))
	w.Catalogue = catalogue.New(catalogue.Deps{DB: w.DB, Events: w.Events})
	w.Approval = approval.New(approval.Deps{DB: w.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket, Texts: texts})
	w.Order = order.New(order.Deps{
		DB: w.DB, Events: w.Events, Directory: w.Directory, Catalogue: w.Catalogue, Approval: w.Approval, Ticket: w.Ticket, Texts: texts,
		Tell: func(_ context.Context, _ *sqldb.Tx, word order.Word) error { w.said = append(w.said, word); return nil },
	})
	w.Events.OnAny(func(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e event.Event) error {
		if e.Kind == order.Stream {
			w.told = append(w.told, e)
		}
		return nil
	})
	centre := func(code string) directory.CostCentre {
		c, err := w.Directory.AddCostCentre(t.Context(), sys, w.Org.ID, directory.CostCentreInput{Code: code, Name: code})
		must(t, err)
		return c
	}
	one, two := centre("4711"), centre("4712")
	unit := func(name string, parent directory.UnitID, cost directory.CostCentreID) directory.Unit {
		u, err := w.Directory.AddUnit(t.Context(), sys, w.Org.ID, directory.UnitInput{Name: name, Parent: parent, CostCentre: cost})
		must(t, err)
		return u
	}
	w.School = unit("Ekskolan", 0, one.ID)
	w.Class = unit("Klass 7A", w.School.ID, one.ID)
	reference := func(code string, cost directory.CostCentreID, u directory.UnitID) directory.Reference {
		f, err := w.Directory.AddReference(t.Context(), sys, w.Org.ID, directory.ReferenceInput{Code: code, CostCentre: cost, Unit: u})
		must(t, err)
		return f
	}
	w.A, w.B = reference("REF-A", one.ID, w.School.ID), reference("REF-B", two.ID, 0)
	w.Sara = w.person(t, "Sara Ek", w.School.ID, directory.Employee)
	w.Sara = w.give(t, w.give(t, w.Sara, "base", authz.Own, 0), "orderer", authz.Reference, int64(w.A.ID))
	w.Greta = w.person(t, "Greta Sten", w.School.ID, directory.Employee)
	w.Greta = w.give(t, w.give(t, w.Greta, "base", authz.Own, 0), "approver", authz.Reference, int64(w.A.ID))
	w.Headset = cataloguetest.Publish(t, w.Catalogue, w.Org.ID, "headset", "Headset", func(c *catalogue.Config) { c.Most, c.Group = 10, w.First.ID })
	w.Computer = cataloguetest.Publish(t, w.Catalogue, w.Org.ID, "computer", "Dator", func(c *catalogue.Config) {
		c.Group = w.Network.ID
		c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference}}
		c.Prices = []catalogue.Price{{Kind: catalogue.Rent, Ore: 300_00, Per: catalogue.PerMonth}}
		c.Fields = []catalogue.Field{{Key: "why", Sv: "Varför", Type: catalogue.Text, Required: true}}
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) person(t testing.TB, name string, unit directory.UnitID, category directory.Category) authz.Actor {
	t.Helper()
	var given, family string
	fmt.Sscan(name, &given, &family)
	p, err := w.Directory.AddPerson(t.Context(), authz.System("test"), w.Org.ID, directory.PersonInput{
		Given: given, Family: family, Category: category, Unit: unit, Email: given + "." + family + "@storstad.example", Login: given + "." + family,
	})
	must(t, err)
	return authz.Actor{Person: int64(p.ID), Org: int64(w.Org.ID), Name: p.Name()}
}

var insertRight = sqldb.Q("test.right", `
	insert into role_grant (org_id, person_id, role_id, reach, of_id, valid_from, for_id, granted_at)
	select $1, $2, r.id, $4, $5, $6, $7, $6 from role r where r.key = $3`)

// give hands out a role past all rules of who may, and returns the person with what they may do then.
func (w *world) give(t testing.TB, who authz.Actor, role string, reach authz.Reach, of int64) authz.Actor {
	t.Helper()
	return w.giveFor(t, who, role, reach, of, 0)
}

func (w *world) giveFor(t testing.TB, who authz.Actor, role string, reach authz.Reach, of, behalf int64) authz.Actor {
	t.Helper()
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertRight, int64(w.Org.ID), who.Person, role, string(reach), sqldb.ID(of), sqldb.Time(tx.Now()), sqldb.ID(behalf))
		return err
	})
	by, err := w.Access.ActorOf(t.Context(), directory.PersonID(who.Person))
	must(t, err)
	return by
}

func (w *world) add(t testing.TB, by authz.Actor, in order.AddInput) int64 {
	t.Helper()
	batch, err := w.Order.Add(t.Context(), by, in)
	must(t, err)
	return batch
}

func (w *world) lines(t testing.TB, id order.ID) []order.Line {
	t.Helper()
	all, err := order.LinesIn(t.Context(), w.DB, id)
	must(t, err)
	return all
}

func (w *world) decide(t testing.TB, by authz.Actor, o order.ID, yes bool) {
	t.Helper()
	id, err := sqldb.One(t.Context(), w.DB, sqldb.Q("test.approval", `select id from approval where subject_kind = 'order' and subject_id = $1`), sqldb.Value[approval.ID], int64(o))
	must(t, err)
	v, err := w.Approval.Load(t.Context(), by, id)
	must(t, err)
	_, err = w.Approval.Decide(t.Context(), by, approval.Decision{ID: id, Yes: yes, Seen: v.Seen, Comment: "Så blir det."})
	must(t, err)
}

func (w *world) types() (out []string) {
	for _, e := range w.told {
		out = append(out, e.Type)
	}
	return out
}

func TestA_cart_is_kept_and_ordered_at_one_moment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add(t, w.Sara, order.AddInput{Item: w.Headset.ID, Quantity: 2})
		w.add(t, w.Sara, order.AddInput{Item: w.Computer.ID, Answers: map[string]string{"why": "Ny lärare"}})
		cart, err := w.Order.Cart(t.Context(), w.Sara, 0)
		must(t, err)
		if cart.Lines != 2 || cart.OnceOre != 200_00 || cart.MonthOre != 300_00 || cart.Batches[0].Sv != "Headset" || cart.Batches[0].People[0].Name != "Sara Ek" {
			t.Fatalf("the cart has %+v", cart)
		}
		o, err := w.Order.Place(t.Context(), w.Sara, order.PlaceInput{})
		must(t, err)
		lines := w.lines(t, o.ID)
		if len(lines) != 2 || !lines[0].OrderedAt.Equal(lines[1].OrderedAt) || lines[0].Reference != w.A.ID || lines[0].CostCentre != w.A.CostCentre {
			t.Fatalf("the lines are %+v", lines)
		}
		if lines[0].State != order.Ordered || lines[1].State != order.Approval || o.State != order.Approval {
			t.Errorf("they are %s and %s, the order %s", lines[0].State, lines[1].State, o.State)
		}
		if again, err := w.Order.Cart(t.Context(), w.Sara, 0); err != nil || !again.Empty() {
			t.Errorf("the cart still holds %+v, %v", again, err)
		}
		if _, err := w.Order.Place(t.Context(), w.Sara, order.PlaceInput{}); !errs.Is(err, errs.Conflict) {
			t.Errorf("placed twice: %v", err)
		}
		w.decide(t, w.Greta, o.ID, true)
		if lines = w.lines(t, o.ID); lines[1].State != order.Ordered {
			t.Errorf("approved, and it is %s", lines[1].State)
		}
		if got := fmt.Sprint(w.types()); got != "[order.placed order.released order.released]" {
			t.Errorf("told %s", got)
		}
		if len(w.said) != 1 {
			t.Errorf("%d words were said", len(w.said))
		}
	})
}

func TestWhat_is_refused_is_over(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Computer.ID, Answers: map[string]string{"why": "Kul"}}}, ticket.API)
		must(t, err)
		w.decide(t, w.Greta, o.ID, false)
		d, err := w.Order.Get(t.Context(), w.Sara, o.ID, 0)
		must(t, err)
		if d.State != order.Rejected || d.Shown[0].State != order.Rejected || d.OnceOre+d.MonthOre != 0 {
			t.Errorf("it is %s, %s, and costs %d", d.State, d.Shown[0].State, d.MonthOre)
		}
	})
}

func TestOnly_what_a_right_covers_is_ordered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		in := order.AddInput{Item: w.Headset.ID, Reference: w.B.ID}
		if _, err := w.Order.Add(t.Context(), w.Sara, in); !errs.Is(err, errs.Invalid) || errs.FieldsOf(err)[0].Name != "reference" {
			t.Errorf("another's reference: %v", err)
		}
		if _, err := w.Order.Add(t.Context(), w.Greta, order.AddInput{Item: w.Headset.ID}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a base user orders: %v", err)
		}
		if _, err := w.Order.Add(t.Context(), w.Stranger, order.AddInput{Item: w.Headset.ID}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger orders: %v", err)
		}
		if _, err := w.Order.Add(t.Context(), w.Sara, order.AddInput{Item: w.Headset.ID, People: []directory.PersonID{directory.PersonID(w.Stranger.Person)}}); !errs.Is(err, errs.Invalid) {
			t.Errorf("for somebody elsewhere: %v", err)
		}
		contact := w.give(t, w.give(t, w.person(t, "Ivar Falk", 0, directory.Employee), "base", authz.Own, 0), "it_contact", authz.CostCentre, int64(w.B.CostCentre))
		if _, err := w.Order.PlaceNow(t.Context(), contact, 0, []order.AddInput{{Item: w.Headset.ID, Reference: w.B.ID}}, ""); err != nil {
			t.Errorf("on the own cost centre: %v", err)
		}
		if _, err := w.Order.PlaceNow(t.Context(), contact, 0, []order.AddInput{{Item: w.Headset.ID, Reference: w.A.ID}}, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("on another cost centre: %v", err)
		}
		if _, err := w.Order.PlaceNow(t.Context(), contact, 0, []order.AddInput{{Item: w.Headset.ID}}, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("on none: %v", err)
		}
		// Whose right names a unit spends that unit's money.
		local := w.give(t, w.give(t, w.person(t, "Lo Plats", w.Class.ID, directory.Employee), "base", authz.Own, 0), "local", authz.Unit, int64(w.School.ID))
		if _, err := w.Order.PlaceNow(t.Context(), local, 0, []order.AddInput{{Item: w.Headset.ID, Reference: w.B.ID}}, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("in the own unit on another's reference: %v", err)
		}
		must(t, second(w.Order.PlaceNow(t.Context(), local, 0, []order.AddInput{{Item: w.Headset.ID, Reference: w.A.ID}}, "")))
	})
}

func TestStrangers_see_no_order(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Headset.ID}}, "")
		must(t, err)
		agent := w.give(t, w.Eva, "desk", authz.Desk, int64(w.Desk.ID))
		for name, who := range map[string]struct {
			by   authz.Actor
			sees bool
		}{
			"orderer": {w.Sara, true}, "approver": {w.Greta, true}, "agent": {agent, true}, "colleague": {w.Anna, false}, "elsewhere": {w.Stranger, false}, "nobody": {authz.Actor{}, false},
		} {
			_, err := w.Order.Get(t.Context(), who.by, o.ID, 0)
			list, _, errList := w.Order.List(t.Context(), who.by, order.ListInput{Which: order.All})
			must(t, errList)
			if (err == nil) != who.sees || (len(list) == 1) != who.sees {
				t.Errorf("%s: %v, %d in the list", name, err, len(list))
			}
		}
		if err := w.Order.Cancel(t.Context(), w.Greta, o.ID, ""); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the approver cancels: %v", err)
		}
		if err := w.Order.Cancel(t.Context(), w.Stranger, o.ID, ""); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger cancels: %v", err)
		}
	})
}

func TestA_change_needs_a_new_yes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Computer.ID, Answers: map[string]string{"why": "A"}}}, "")
		must(t, err)
		line := w.lines(t, o.ID)[0]
		same, err := w.Order.ChangeLine(t.Context(), w.Sara, o.ID, line.ID, order.ChangeInput{Answers: map[string]string{"why": "B"}, Reference: w.A.ID})
		must(t, err)
		if same != line.ID {
			t.Error("a line that waits was replaced")
		}
		w.decide(t, w.Greta, o.ID, true)
		other, err := w.Order.ChangeLine(t.Context(), w.Sara, o.ID, line.ID, order.ChangeInput{Answers: map[string]string{"why": "C"}, Reference: w.A.ID})
		must(t, err)
		lines := w.lines(t, o.ID)
		if other == line.ID || len(lines) != 2 || lines[0].State != order.Cancelled || lines[1].State != order.Approval {
			t.Fatalf("after the change: %+v", lines)
		}
		must(t, w.Order.Cancel(t.Context(), w.Sara, o.ID, "Behövs inte"))
		if d, err := w.Order.Get(t.Context(), w.Sara, o.ID, 0); err != nil || d.State != order.Cancelled {
			t.Errorf("cancelled, and it is %s, %v", d.State, err)
		}
		want := "[order.placed order.changed order.released order.cancelled order.changed order.cancelled]"
		if got := fmt.Sprint(w.types()); got != want {
			t.Errorf("told %s, want %s", got, want)
		}
	})
}

func TestNothing_is_cancelled_once_it_has_begun(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Headset.ID}}, "")
		must(t, err)
		line := w.lines(t, o.ID)[0].ID
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			return w.Order.StartIn(ctx, tx, authz.System("test"), line)
		})
		if err := w.Order.Cancel(t.Context(), w.Sara, o.ID, "", line); !errs.Is(err, errs.Conflict) {
			t.Errorf("cancelled: %v", err)
		}
		if _, err := w.Order.ChangeLine(t.Context(), w.Sara, o.ID, line, order.ChangeInput{Quantity: 2}); !errs.Is(err, errs.Conflict) {
			t.Errorf("changed: %v", err)
		}
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			if err := w.Order.PlanIn(ctx, tx, authz.System("test"), "2026-03-10", "Leverantören är sen", line); err != nil {
				return err
			}
			if err := w.Order.DeliverIn(ctx, tx, authz.System("test"), line); err != nil {
				return err
			}
			if err := w.Order.FaultIn(ctx, tx, authz.System("test"), "Trasig", line); err != nil {
				return err
			}
			if err := w.Order.DeliverIn(ctx, tx, authz.System("test"), line); err != nil {
				return err
			}
			return w.Order.AcceptIn(ctx, tx, authz.System("test"), line)
		})
		if d, err := w.Order.Get(t.Context(), w.Sara, o.ID, 0); err != nil || d.State != order.Accepted || d.Planned != "2026-03-10" {
			t.Errorf("it is %s, planned %s, %v", d.State, d.Planned, err)
		}
	})
}

func TestAn_order_for_somebody_with_protected_identity_is_not_there(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		hidden := w.person(t, "Dold Person", w.Class.ID, directory.Employee)
		who := directory.PersonID(hidden.Person)
		o, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Computer.ID, People: []directory.PersonID{who}, Answers: map[string]string{"why": "Ny"}}}, "")
		must(t, err)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.protect", `update person set protected = true where id = $1`), hidden.Person)
			return err
		})
		agent := w.give(t, w.Eva, "desk", authz.Desk, int64(w.Desk.ID))
		for name, by := range map[string]authz.Actor{"orderer": w.Sara, "approver": w.Greta, "agent": agent} {
			if _, err := w.Order.Get(t.Context(), by, o.ID, 0); !errs.Is(err, errs.NotFound) {
				t.Errorf("the %s reads it: %v", name, err)
			}
			for _, in := range []order.ListInput{{Which: order.All}, {Which: order.All, Q: "Dold"}, {Which: order.All, Q: o.ID.String()}} {
				if list, _, err := w.Order.List(t.Context(), by, in); err != nil || len(list) != 0 {
					t.Errorf("the %s finds %d, %v", name, len(list), err)
				}
			}
			if err := w.Order.Cancel(t.Context(), by, o.ID, ""); !errs.Is(err, errs.NotFound) {
				t.Errorf("the %s cancels it: %v", name, err)
			}
		}
		if _, err := w.Order.Add(t.Context(), w.Sara, order.AddInput{Item: w.Headset.ID, People: []directory.PersonID{who}}); !errs.Is(err, errs.Invalid) {
			t.Errorf("ordered anew: %v", err)
		}
		if found, _, err := w.Order.People(t.Context(), w.Sara, 0, "dold.person", w.Class.ID); err != nil || len(found) != 0 {
			t.Errorf("found by name and unit: %+v, %v", found, err)
		}
	})
}

func TestNothing_of_a_foreign_order_is_pulled_into_sight(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mine, err := w.Order.PlaceNow(t.Context(), w.Sara, 0, []order.AddInput{{Item: w.Headset.ID}}, "")
		must(t, err)
		other := w.give(t, w.give(t, w.person(t, "Ola Alm", 0, directory.Employee), "base", authz.Own, 0), "orderer", authz.Reference, int64(w.B.ID))
		theirs, err := w.Order.PlaceNow(t.Context(), other, 0, []order.AddInput{{Item: w.Headset.ID, Reference: w.B.ID}}, "")
		must(t, err)
		line := w.lines(t, theirs.ID)[0].ID
		// A line of another's order under one's own number is not there, to read, to change, to cancel or to order again.
		_, _, errLine := w.Order.LineOf(t.Context(), w.Sara, mine.ID, line)
		_, errChange := w.Order.ChangeLine(t.Context(), w.Sara, mine.ID, line, order.ChangeInput{Quantity: 2})
		_, _, errAgain := w.Order.Again(t.Context(), w.Sara, theirs.ID)
		for what, err := range map[string]error{
			"read": errLine, "changed": errChange, "cancelled": w.Order.Cancel(t.Context(), w.Sara, mine.ID, "", line), "ordered again": errAgain,
			"confirmed": w.Order.Confirm(t.Context(), w.Sara, mine.ID, line, 0),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		batch := w.add(t, other, order.AddInput{Item: w.Headset.ID, Reference: w.B.ID})
		must(t, w.Order.Remove(t.Context(), w.Sara, 0, batch, 0))
		if n, err := w.Order.Count(t.Context(), other); err != nil || n != 1 {
			t.Errorf("another's cart has %d lines left, %v", n, err)
		}
	})
}
