package approvals_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var system = authz.System("test")

// world is a school with two invoice references and two services. Per orders on both references. Gun approves for the
// first, Karin for the second, Sten for the service that computers belong to, Cecilia for everything.
type world struct {
	*site.Site
	refA, refB             directory.Reference
	computers, accounts    service.ID
	laptop, screen, access catalogue.Item
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) { fn(t, build(t, s)) })
}

// mailing is each with mail.
func mailing(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, build(t, site.Mailing(t, env))) })
}

func build(t *testing.T, s *site.Site) *world {
	t.Helper()
	ctx, d := t.Context(), s.App.Directory
	w := &world{Site: s}
	centre := must(d.AddCostCentre(ctx, system, s.Org.ID, directory.CostCentreInput{Code: "7001", Name: "Lindskolan"}))(t)
	place := must(d.AddSite(ctx, system, s.Org.ID, directory.SiteInput{Name: "Lindskolan"}))(t)
	unit := must(d.AddUnit(ctx, system, s.Org.ID, directory.UnitInput{Name: "Lindskolan", CostCentre: centre.ID, Site: place.ID}))(t)
	w.refA = must(d.AddReference(ctx, system, s.Org.ID, directory.ReferenceInput{Code: "7001010", Name: "Låg- och mellanstadiet", CostCentre: centre.ID, Unit: unit.ID}))(t)
	w.refB = must(d.AddReference(ctx, system, s.Org.ID, directory.ReferenceInput{Code: "7001020", Name: "Fritids", CostCentre: centre.ID}))(t)
	w.computers = w.service(t, "computers", "Datorer")
	w.accounts = w.service(t, "accounts", "Konton")
	for _, name := range []string{"Per Holm", "Gun Berg", "Karin Ek", "Sten Ask", "Vera Lund", "Cecilia Frank"} {
		s.Join(t, name, directory.Employee)
	}
	for _, name := range []string{"anna", "bo", "per", "gun", "karin", "sten", "vera", "cecilia"} {
		w.exec(t, `update person set unit_id = $1, site_id = $2 where id = $3`, int64(unit.ID), int64(place.ID), int64(s.Person(t, name)))
	}
	w.grant(t, "per", "orderer", authz.Reference, int64(w.refA.ID))
	w.grant(t, "per", "orderer", authz.Reference, int64(w.refB.ID))
	w.grant(t, "gun", "approver", authz.Reference, int64(w.refA.ID))
	w.grant(t, "karin", "approver", authz.Reference, int64(w.refB.ID))
	w.grant(t, "sten", "approver", authz.Service, int64(w.computers))
	w.grant(t, "cecilia", "central_admin", authz.Organisation, int64(s.Org.ID))
	w.exec(t, `update role_grant set waiting = false`)
	one := []catalogue.Step{{Seq: 1, By: catalogue.ByReference}}
	w.laptop = w.publish(t, "laptop", "Bärbar dator", func(c *catalogue.Config) {
		c.Service, c.Prices = ticket.ServiceID(w.computers), []catalogue.Price{{Kind: catalogue.Purchase, Ore: 900_000, Per: catalogue.Once}}
		c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference}, {Seq: 2, By: catalogue.ByService}}
	})
	w.screen = w.publish(t, "screen", "Bildskärm", func(c *catalogue.Config) { c.Service, c.Steps = ticket.ServiceID(w.computers), one })
	w.access = w.publish(t, "access", "Behörighet till journalen", func(c *catalogue.Config) {
		c.Kind, c.Service, c.Steps = catalogue.Access, ticket.ServiceID(w.accounts), one
	})
	return w
}

func (w *world) publish(t *testing.T, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	return cataloguetest.Publish(t, w.App.Catalogue, w.Org.ID, key, name, func(c *catalogue.Config) {
		c.Group, c.Most = w.Group.ID, 50
		change(c)
	})
}

func (w *world) service(t *testing.T, code, name string) service.ID {
	t.Helper()
	return must(w.App.Service.Save(t.Context(), system, service.Item{Org: w.Org.ID, Code: code, Sv: name, En: name, Active: true}))(t).ID
}

func (w *world) grant(t *testing.T, person, role string, reach authz.Reach, of int64, limits ...authz.Limit) {
	t.Helper()
	must(w.App.Access.Grant(t.Context(), system, access.GrantInput{Person: w.Person(t, person), Role: role, Reach: reach, Of: of, Limits: limits}))(t)
}

// order places an order for Anna on a reference: Per's, unless told otherwise.
func (w *world) order(t *testing.T, by string, ref directory.Reference, items ...catalogue.Item) order.Order {
	t.Helper()
	var in []order.AddInput
	for _, i := range items {
		in = append(in, order.AddInput{Item: i.ID, People: []directory.PersonID{w.Person(t, "anna")}, Reference: ref.ID})
	}
	return must(w.App.Order.PlaceNow(t.Context(), w.Actor(t, by), 0, in, ticket.Portal))(t)
}

// states are the states of an order's lines, in their order.
func (w *world) states(t *testing.T, o order.Order) string {
	t.Helper()
	lines := must(order.LinesIn(t.Context(), w.App.DB, o.ID))(t)
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = string(lines[i].State)
	}
	return strings.Join(out, " ")
}

// path is the address of an order's approval.
func (w *world) path(t *testing.T, o order.Order) string {
	t.Helper()
	st, found, err := approval.StandingOf(t.Context(), w.App.DB, approval.Subject{Kind: order.Stream, ID: int64(o.ID)})
	if err != nil || !found {
		t.Fatalf("%s has no approval: %v", o.ID, err)
	}
	return fmt.Sprintf("/approvals/%d", st.ID)
}

// approve opens the page of an order's approval and says yes: two taps.
func (w *world) approve(t *testing.T, by string, o order.Order) *webtest.Page {
	t.Helper()
	return yes(w.As(t, by).Get(w.path(t, o)).MustBe(200))
}

func yes(p *webtest.Page) *webtest.Page { return form(p).Submit("Godkänn").MustBe(200) }

// form is the form of an approval's page.
func form(p *webtest.Page) *webtest.Form { return p.Form("Besluta om " + p.Heading()) }

func (w *world) exec(t *testing.T, text string, args ...any) {
	t.Helper()
	if err := w.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, sqldb.Q("test.exec", text), args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// pass moves the clock and does what falls due for approvals and rights, and sends what is to be told.
func (w *world) pass(t *testing.T, d time.Duration) {
	t.Helper()
	w.Clock.Advance(d)
	for _, sweep := range []func(context.Context) error{w.App.Access.Times, w.App.Approval.Sweep, w.App.Notify.Sweep, w.App.Jobs.Drain} {
		if err := sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
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

// mail is the newest mail to somebody whose subject begins so.
func (w *world) mail(t *testing.T, to, subject string) (got, body string) {
	t.Helper()
	var seen []string
	for _, m := range must(w.App.Notify.Latest(t.Context(), 0, 100))(t) {
		if m.To == to+"@storstad.example" {
			if strings.HasPrefix(m.Subject, subject) || strings.Contains(m.Text, subject) {
				return m.Subject, m.Text
			}
			seen = append(seen, m.Subject)
		}
	}
	t.Fatalf("%s has no mail %q, only %q", to, subject, seen)
	return "", ""
}

// seen is the fingerprint of what somebody is shown.
func (w *world) seen(t *testing.T, by string, o order.Order) string {
	t.Helper()
	st, _, err := approval.StandingOf(t.Context(), w.App.DB, approval.Subject{Kind: order.Stream, ID: int64(o.ID)})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.App.Approval.Load(t.Context(), w.Actor(t, by), st.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.Seen
}

// away lets somebody stand in for another from now on.
func (w *world) away(t *testing.T, who, substitute string) {
	t.Helper()
	must(w.App.Access.Substitute(t.Context(), w.Actor(t, who), access.SubstituteInput{
		Person: w.Person(t, who), Substitute: w.Person(t, substitute), To: w.Clock.Now().Add(30 * 24 * time.Hour),
	}))(t)
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func title(o order.Order) string { return strings.TrimSpace(o.ID.String() + " " + o.TitleSv) }
