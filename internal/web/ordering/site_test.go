package ordering_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var system = authz.System("test")

// world is a school with two invoice references on two cost centres: Per orders on the first, Ida is IT contact of the
// first cost centre, Gun decides on the first, Bo is nobody in particular, Cilla makes packages, Eva works at the desk.
type world struct {
	*site.Site
	unit                    directory.Unit
	refA, refB              directory.Reference
	headset, laptop, access catalogue.Item
	network                 catalogue.Item // By a supplier.
	pc                      supplier.Supplier
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) { fn(t, build(t, s)) })
}

func build(t *testing.T, s *site.Site) *world {
	t.Helper()
	ctx, d := t.Context(), s.App.Directory
	w := &world{Site: s}
	centre := func(code string) directory.CostCentreID {
		return must(d.AddCostCentre(ctx, system, s.Org.ID, directory.CostCentreInput{Code: code, Name: code}))(t).ID
	}
	one, two := centre("7001"), centre("7002")
	place := must(d.AddSite(ctx, system, s.Org.ID, directory.SiteInput{Name: "Lindskolan"}))(t)
	w.unit = must(d.AddUnit(ctx, system, s.Org.ID, directory.UnitInput{Name: "Lindskolan", CostCentre: one, Site: place.ID}))(t)
	w.refA = must(d.AddReference(ctx, system, s.Org.ID, directory.ReferenceInput{Code: "7001010", Name: "Lindskolan", CostCentre: one, Unit: w.unit.ID}))(t)
	w.refB = must(d.AddReference(ctx, system, s.Org.ID, directory.ReferenceInput{Code: "7002010", Name: "Almskolan", CostCentre: two}))(t)
	for _, name := range []string{"Per Holm", "Ida Nord", "Gun Berg", "Cilla Frank", "Rita Ros"} {
		s.Join(t, name, directory.Employee)
	}
	for _, name := range []string{"anna", "bo", "per", "ida", "gun", "cilla", "rita"} {
		w.exec(t, `update person set unit_id = $1, site_id = $2 where id = $3`, int64(w.unit.ID), int64(place.ID), int64(s.Person(t, name)))
	}
	w.grant(t, "per", "orderer", authz.Reference, int64(w.refA.ID))
	w.grant(t, "ida", "it_contact", authz.CostCentre, int64(one))
	w.grant(t, "gun", "approver", authz.Reference, int64(w.refA.ID))
	w.grant(t, "cilla", "central_ordering", authz.Organisation, int64(s.Org.ID))
	w.exec(t, `update role_grant set waiting = false`)
	w.pc = must(s.App.Supplier.Add(ctx, system, s.Org.ID, supplier.Input{Sort: supplier.Product, Name: "Datorhuset"}))(t)
	must(0, s.App.Supplier.Agree(ctx, system, w.pc.ID, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: supplier.Shows()}))(t)
	w.headset = w.publish(t, "headset", "Headset", func(c *catalogue.Config) { c.Most = 20 })
	w.laptop = w.publish(t, "laptop", "Bärbar dator", func(c *catalogue.Config) {
		c.Supplier = w.pc.ID
		c.Prices = []catalogue.Price{{Kind: catalogue.Rent, Ore: 320_00, Per: catalogue.PerMonth}}
		c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference}}
		c.Fields = []catalogue.Field{
			{Key: "user", Sv: "Användare", Type: catalogue.Text, Required: true, Fill: catalogue.FillName},
			{Key: "site", Sv: "Plats", Type: catalogue.Site, Required: true, Fill: catalogue.FillSite},
			{Key: "keys", Sv: "Tangentbord", Type: catalogue.Text, Required: true},
		}
	})
	w.network = w.publish(t, "uttag", "Nätuttag", func(c *catalogue.Config) { c.Group = s.Group.ID })
	w.access = w.publish(t, "journal", "Behörighet till journalen", func(c *catalogue.Config) {
		c.Kind, c.Prices = catalogue.Access, nil
		c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference}}
	})
	return w
}

func (w *world) publish(t *testing.T, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	return cataloguetest.Publish(t, w.App.Catalogue, w.Org.ID, key, name, func(c *catalogue.Config) {
		c.Group = w.Group.ID
		change(c)
	})
}

func (w *world) grant(t *testing.T, person, role string, reach authz.Reach, of int64) {
	t.Helper()
	must(w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: w.Person(t, person), Role: role, Reach: reach, Of: of}))(t)
}

func (w *world) exec(t *testing.T, text string, args ...any) {
	t.Helper()
	if err := w.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, sqldb.Q("test.exec", text), args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// place orders things of Per's for himself without pages.
func (w *world) place(t *testing.T, in ...order.AddInput) order.Order {
	t.Helper()
	return must(w.App.Order.PlaceNow(t.Context(), w.Actor(t, "per"), 0, in, ticket.Portal))(t)
}

func (w *world) lines(t *testing.T, id order.ID) []order.Line {
	t.Helper()
	return must(order.LinesIn(t.Context(), w.App.DB, id))(t)
}

// newest is the newest order.
func (w *world) newest(t *testing.T) order.ID {
	t.Helper()
	id, err := sqldb.One(t.Context(), w.App.DB, sqldb.Q("test.newest", `select coalesce(max(id), 0) from orders`), sqldb.Value[order.ID])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) decide(t *testing.T, by string, id order.ID, yes bool) {
	t.Helper()
	st, found, err := approval.StandingOf(t.Context(), w.App.DB, approval.Subject{Kind: order.Stream, ID: int64(id)})
	if err != nil || !found {
		t.Fatalf("%s has no approval: %v", id, err)
	}
	v := must(w.App.Approval.Load(t.Context(), w.Actor(t, by), st.ID))(t)
	must(w.App.Approval.Decide(t.Context(), w.Actor(t, by), approval.Decision{ID: st.ID, Yes: yes, Seen: v.Seen, Comment: "Inte i år"}))(t)
}

func (w *world) drain(t *testing.T) {
	t.Helper()
	if err := w.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func state(lines []order.Line) string {
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = string(lines[i].State)
	}
	return strings.Join(out, " ")
}

// into puts an offer in somebody's cart by its page.
func into(t *testing.T, v *webtest.Visitor, key string, fill func(*webtest.Form)) *webtest.Page {
	t.Helper()
	f := v.Get("/catalogue/" + key).MustBe(200).Form("Lägg i varukorgen")
	if fill != nil {
		fill(f)
	}
	return f.Submit("Lägg i varukorgen")
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

func path(id order.ID) string { return fmt.Sprintf("/orders/%s", id) }
