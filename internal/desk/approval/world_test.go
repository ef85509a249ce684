package approval_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

// world is a small organisation in which things are asked for that are no orders.
type world struct {
	*tickettest.World
	Approval *approval.Service
	Access   *access.Service
	said     []approval.Word
	told     []event.Event
}

// The references and services of the world, as numbers alone: approvals know nothing else of them.
const (
	refA, refB         = 11, 12
	serviceA, serviceB = 21, 22
	costCentre         = 31
)

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, build(t, env)) })
}

func build(t testing.TB, env *dbtest.Env) *world {
	t.Helper()
	w := &world{World: tickettest.New(t, env)}
	texts, err := i18n.Load(locales.Files)
	must(t, err)
	w.Access = access.New(access.Deps{DB: w.DB, Events: w.Events, Roles: []access.RoleSpec{
		{
			Key: "approver", Sv: "Behörig godkännare", En: "Approver", Verbs: []authz.Verb{approval.MayDecide},
			Reaches: []authz.Reach{authz.Reference, authz.CostCentre, authz.Service, authz.Object, authz.Unit, authz.Organisation}, Limits: []authz.Reach{authz.Service},
		},
		{Key: "protected", Sv: "Skyddade", En: "Protected", Verbs: []authz.Verb{directory.PersonProtected}, Reaches: []authz.Reach{authz.Organisation}},
	}})
	must(t, w.Access.SyncRoles(t.Context()))
	w.Approval = approval.New(approval.Deps{
		DB: w.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket, Texts: texts, BaseURL: "https://lotsen.example",
		Tell: func(_ context.Context, _ *sqldb.Tx, word approval.Word) error {
			w.said = append(w.said, word)
			return nil
		},
	})
	w.Events.OnAny(func(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e event.Event) error {
		if e.Kind == approval.Stream {
			w.told = append(w.told, e)
		}
		return nil
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var insertRight = sqldb.Q("test.right", `
	insert into role_grant (org_id, person_id, role_id, reach, of_id, valid_from, for_id, limits, granted_at)
	select $1, $2, r.id, $4, $5, $6, $7, $8, $6 from role r where r.key = $3`)

// give makes somebody an approver, past all rules of who may give what, and returns them with their rights.
func (w *world) give(t testing.TB, who authz.Actor, role string, reach authz.Reach, of int64, more ...string) authz.Actor {
	t.Helper()
	var on any
	limits := ""
	for _, m := range more {
		if id, ok := strings.CutPrefix(m, "for:"); ok {
			var n int64
			fmt.Sscan(id, &n)
			on = n
		} else {
			limits = m
		}
	}
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertRight, int64(w.Org.ID), who.Person, role, string(reach), sqldb.ID(of), sqldb.Time(tx.Now()), on, limits)
		return err
	})
	return w.again(t, who)
}

// again is the actor with the rights of the moment.
func (w *world) again(t testing.TB, who authz.Actor) authz.Actor {
	t.Helper()
	by, err := w.Access.ActorOf(t.Context(), person(who))
	must(t, err)
	return by
}

func person(a authz.Actor) directory.PersonID { return directory.PersonID(a.Person) }

// part is one step of a line that costs 1,000 kronor on reference A for service A.
func (w *world) part(line int64, seq int, by approval.By, change ...func(*approval.PartDraft)) approval.PartDraft {
	p := approval.PartDraft{
		Line: line, Seq: seq, By: by, Matter: authz.Matter{Org: int64(w.Org.ID), Reference: refA, CostCentre: costCentre, Service: serviceA},
		Hash: fmt.Sprintf("h%d", line), Sv: fmt.Sprintf("Bärbar dator %d", line), En: fmt.Sprintf("Laptop %d", line), Ore: 100_000,
	}
	for _, fn := range change {
		fn(&p)
	}
	return p
}

func (w *world) draft(asker authz.Actor, parts ...approval.PartDraft) approval.Draft {
	return approval.Draft{Org: w.Org.ID, Subject: approval.Subject{Kind: "thing", ID: 7}, Title: "Beställning B-7", Asker: person(asker), Parts: parts}
}

func (w *world) open(t testing.TB, asker authz.Actor, parts ...approval.PartDraft) approval.ID {
	t.Helper()
	return w.opened(t, w.draft(asker, parts...)).ID
}

func (w *world) opened(t testing.TB, d approval.Draft) (o approval.Opened) {
	t.Helper()
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		o, err = w.Approval.OpenIn(ctx, tx, authz.Actor{Person: int64(d.Asker), Org: int64(d.Org)}, d)
		return err
	})
	return o
}

func (w *world) replace(t testing.TB, d approval.Draft) (o approval.Opened) {
	t.Helper()
	w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		o, err = w.Approval.ReplaceIn(ctx, tx, authz.Actor{Person: int64(d.Asker), Org: int64(d.Org)}, d)
		return err
	})
	return o
}

func (w *world) load(t testing.TB, by authz.Actor, id approval.ID) approval.View {
	t.Helper()
	v, err := w.Approval.Load(t.Context(), by, id)
	must(t, err)
	return v
}

// decide says yes or no to what is there just now.
func (w *world) decide(t testing.TB, by authz.Actor, id approval.ID, yes bool, lines ...int64) error {
	t.Helper()
	_, err := w.Approval.Decide(t.Context(), by, approval.Decision{ID: id, Yes: yes, Seen: w.load(t, by, id).Seen, Lines: lines, Comment: "Ingen budget."})
	return err
}

func (w *world) waiting(t testing.TB, by authz.Actor) int {
	t.Helper()
	n, err := w.Approval.Waiting(t.Context(), by)
	must(t, err)
	page, err := w.Approval.List(t.Context(), by, approval.Asked, 0)
	if err == nil && len(page.Rows) != n {
		t.Errorf("the number says %d, the list has %d", n, len(page.Rows))
	}
	return n
}

// lines are the lines of the last event of a kind.
func (w *world) lines(t testing.TB, kind string) []int64 {
	t.Helper()
	for _, e := range slices.Backward(w.told) {
		if e.Type == kind {
			var p approval.Told
			must(t, e.Decode(&p))
			return p.Lines
		}
	}
	return nil
}

// heard are the subjects of what somebody was told.
func (w *world) heard(who authz.Actor) []string {
	var out []string
	for _, s := range w.said {
		if slices.Contains(s.People, person(who)) {
			out = append(out, s.SubjectSv)
		}
	}
	return out
}
