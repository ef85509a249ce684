package receive_test

import (
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/delivery"
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

// world is a school that orders: Per orders on its reference, Rita receives, Anna gets things; two suppliers, each with a
// technician, and a desk.
type world struct {
	*site.Site
	unit        directory.Unit
	reference   directory.Reference
	net, pc     supplier.Supplier
	workstation catalogue.Item // Delivered by the desk: rent, installation, renewed after 48 months.
	line        catalogue.Item // By Nätdrift AB.
	headset     catalogue.Item // By Datorhuset.
	move        catalogue.Item // By the hour.
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
	centre := must(d.AddCostCentre(ctx, system, s.Org.ID, directory.CostCentreInput{Code: "7001", Name: "Lindskolan"}))(t)
	place := must(d.AddSite(ctx, system, s.Org.ID, directory.SiteInput{Name: "Lindskolan"}))(t)
	w.unit = must(d.AddUnit(ctx, system, s.Org.ID, directory.UnitInput{Name: "Lindskolan", CostCentre: centre.ID, Site: place.ID}))(t)
	w.reference = must(d.AddReference(ctx, system, s.Org.ID, directory.ReferenceInput{Code: "7001010", Name: "Lindskolan", CostCentre: centre.ID, Unit: w.unit.ID}))(t)
	for _, name := range []string{"Per Holm", "Rita Ros", "Nora Nät", "Pia Pc", "Tom Tolv"} {
		s.Join(t, name, directory.Employee)
	}
	w.Exec(t, `update person set unit_id = $1, site_id = $2 where id in (`+ids(t, s, "anna", "per", "rita")+`)`, int64(w.unit.ID), int64(place.ID))
	w.net, w.pc = w.supplier(t, supplier.Product, "Nätdrift AB"), w.supplier(t, supplier.Product, "Datorhuset")
	w.grant(t, "per", "orderer", authz.Reference, int64(w.reference.ID))
	w.grant(t, "nora", "supplier", authz.Supplier, int64(w.net.ID))
	w.grant(t, "pia", "supplier", authz.Supplier, int64(w.pc.ID))
	w.workstation = w.publish(t, "datorarbetsplats", "Datorarbetsplats", func(c *catalogue.Config) {
		c.Group, c.RenewMonths = s.Group.ID, 48
		c.Prices = []catalogue.Price{{Kind: catalogue.Installation, Ore: 50_000, Per: catalogue.Once}, {Kind: catalogue.Rent, Ore: 32_000, Per: catalogue.PerMonth}}
	})
	w.line = w.publish(t, "uttag", "Nätuttag", func(c *catalogue.Config) { c.Supplier, c.Group = w.net.ID, s.Group.ID })
	w.headset = w.publish(t, "headset", "Headset", func(c *catalogue.Config) { c.Supplier, c.Group, c.Most = w.pc.ID, s.Group.ID, 20 })
	w.move = w.publish(t, "flytt", "Flytt av dator", func(c *catalogue.Config) {
		c.Group, c.Prices = s.Group.ID, []catalogue.Price{{Kind: catalogue.Hour, Ore: 90_000, Per: catalogue.PerHour}}
	})
	return w
}

func (w *world) publish(t *testing.T, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	return cataloguetest.Publish(t, w.App.Catalogue, w.Org.ID, key, name, change)
}

func (w *world) supplier(t *testing.T, sort supplier.Sort, name string) supplier.Supplier {
	t.Helper()
	x := must(w.App.Supplier.Add(t.Context(), system, w.Org.ID, supplier.Input{Sort: sort, Name: name}))(t)
	if err := w.App.Supplier.Agree(t.Context(), system, x.ID, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: supplier.Shows()}); err != nil {
		t.Fatal(err)
	}
	return x
}

func (w *world) grant(t *testing.T, person, role string, reach authz.Reach, of int64) {
	t.Helper()
	must(w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: w.Person(t, person), Role: role, Reach: reach, Of: of}))(t)
}

// order places an order of Per's for Anna, received by Rita, and carries it as far as the jobs do.
func (w *world) order(t *testing.T, items ...catalogue.Item) order.Order {
	t.Helper()
	var in []order.AddInput
	for _, i := range items {
		in = append(in, order.AddInput{Item: i.ID, People: []directory.PersonID{w.Person(t, "anna")}, Receiver: w.Person(t, "rita"), Reference: w.reference.ID})
	}
	o := must(w.App.Order.PlaceNow(t.Context(), w.Actor(t, "per"), 0, in, ticket.Portal))(t)
	w.drain(t)
	return o
}

func (w *world) drain(t *testing.T) {
	t.Helper()
	if err := w.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// tasks are the tasks of an order, by the offer's name.
func (w *world) tasks(t *testing.T, o order.Order) map[string]delivery.Task {
	t.Helper()
	lines := must(order.LinesIn(t.Context(), w.App.DB, o.ID))(t)
	var of []order.LineID
	for i := range lines {
		of = append(of, lines[i].ID)
	}
	out := map[string]delivery.Task{}
	for _, x := range must(w.App.Delivery.OfLines(t.Context(), system, o.ID, of))(t) {
		out[x.Sv] = x
	}
	return out
}

func (w *world) state(t *testing.T, o order.Order) order.State {
	t.Helper()
	return must(order.OrderIn(t.Context(), w.App.DB, o.ID))(t).State
}

func (w *world) charges(t *testing.T, o order.Order) []delivery.Charge {
	t.Helper()
	return must(delivery.Charges(t.Context(), w.App.DB, o.ID))(t)
}

// deliver is Eva's report that all of a case has been delivered.
func (w *world) deliver(t *testing.T, id ticket.ID) *webtest.Page {
	t.Helper()
	f := w.As(t, "eva").Get("/desk/tickets/" + id.String() + "/deliveries").MustBe(200).Form("Spara")
	return f.Submit("Spara").MustBe(200)
}

// Exec changes the world behind the program's back.
func (w *world) Exec(t *testing.T, text string, args ...any) {
	t.Helper()
	if err := w.App.DB.Write(t.Context(), func(ctx ctx, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, sqldb.Q("test.exec", text), args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, s *site.Site, names ...string) string {
	t.Helper()
	out := ""
	for i, n := range names {
		if i > 0 {
			out += ", "
		}
		out += sqlNumber(int64(s.Person(t, n)))
	}
	return out
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
