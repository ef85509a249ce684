package line_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk with a number for employees, one for pupils and one for suppliers, and a telephone system.
type world struct {
	*tickettest.World
	Line                        *line.Service
	Employees, Pupils, Supplier line.Line
	Phone                       line.Source
	Secret                      string
	Agents                      int // How many can answer.
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.Line = line.New(line.Deps{DB: w.DB, Events: w.Events, Secret: []byte("a secret of the tests, long enough"), Available: func(context.Context, sqldb.Querier, directory.DeskID, directory.GroupID) (int, error) {
			return w.Agents, nil
		}})
		for _, v := range []authz.Verb{line.MayTake, line.MayRead} {
			w.Eva.Grants = append(w.Eva.Grants, authz.Grant{Verb: v, Reach: authz.Desk, Of: int64(w.Desk.ID)})
			w.Stranger.Grants = append(w.Stranger.Grants, authz.Grant{Verb: v, Reach: authz.Organisation, Of: w.Stranger.Org})
		}
		for _, v := range line.Verbs() {
			w.Lea.Grants = append(w.Lea.Grants, authz.Grant{Verb: v, Reach: authz.Organisation, Of: int64(w.Org.ID)})
		}
		w.Stranger.Grants = append(w.Stranger.Grants, authz.Grant{Verb: line.MayConfigure, Reach: authz.Organisation, Of: w.Stranger.Org})
		w.Employees = w.line(t, "medarbetare", "08-508 100 00", directory.Employee, 0)
		w.Pupils = w.line(t, "elever", "020-10 20 30", directory.Pupil, 0)
		w.Supplier = w.line(t, "leverantorer", "08-508 100 99", directory.Supplier, 10)
		w.Phone, w.Secret = w.source(t)
		fn(t, w)
	})
}

func (w *world) line(t *testing.T, key, number string, audience directory.Category, priority int) line.Line {
	t.Helper()
	return ok[line.Line](t)(w.Line.Save(t.Context(), w.Lea, line.Line{
		Org: w.Org.ID, Desk: w.Desk.ID, Channel: ticket.Phone, Key: key, NameSv: key, Number: number, Cost: line.CostLocal, Abroad: true, Audience: audience,
		Priority: priority, Target: 2 * time.Minute, Active: true,
	}))
}

func (w *world) source(t *testing.T) (line.Source, string) {
	t.Helper()
	src, secret, err := w.Line.SaveSource(t.Context(), w.Lea, line.Source{Org: w.Org.ID, Name: "Växeln", Kind: line.Webhook, Prefix: "+4685081", Active: true}, "")
	if err != nil || secret == "" {
		t.Fatalf("source: %q, %v", secret, err)
	}
	return src, secret
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// hear tells of a call to a line.
func (w *world) hear(t *testing.T, kind, id string, change func(*line.CallEvent)) {
	t.Helper()
	e := line.CallEvent{Kind: kind, CallID: id, From: "070-123 45 67", To: w.Employees.Number, Direction: "in"}
	if change != nil {
		change(&e)
	}
	if err := w.Line.Hear(t.Context(), w.Phone, e); err != nil {
		t.Fatal(err)
	}
}

// sum is everything counted so far, by category.
func (w *world) sum(t *testing.T) map[directory.Category]line.Tally {
	t.Helper()
	out := map[directory.Category]line.Tally{}
	for _, f := range ok[[]line.Figure](t)(w.Line.Figures(t.Context(), w.Eva, w.DB.Now().Add(-48*time.Hour).Truncate(time.Hour), w.DB.Now().Add(time.Hour))) {
		out[f.Category] = out[f.Category].Plus(f.Tally)
	}
	return out
}

func Test_a_call_that_is_answered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "1", func(e *line.CallEvent) { e.Users = []string{"eva.lind@example.org"} })
		w.Clock.Advance(30 * time.Second)
		waiting := ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Eva, w.Desk.ID))
		if len(waiting) != 1 || waiting[0].Caller != "+46701234567" || waiting[0].Category != directory.Employee || waiting[0].Waited(w.DB.Now()) != 30*time.Second {
			t.Fatalf("waiting: %+v", waiting)
		}
		w.hear(t, line.CallAnswer, "1", nil)
		w.Clock.Advance(time.Minute)
		w.hear(t, line.CallHangup, "1", func(e *line.CallEvent) { e.Cause = "normalClearing" })
		if got, want := w.sum(t)[directory.Employee], (line.Tally{Offered: 1, Answered: 1, Timely: 1, Waited: 30 * time.Second}); got != want {
			t.Errorf("figures: %+v, want %+v", got, want)
		}
		if n := len(ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Eva, w.Desk.ID))); n != 0 {
			t.Errorf("%d wait still", n)
		}
	})
}

func Test_events_in_any_order_say_the_same(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		start := w.DB.Now()
		w.Clock.Advance(time.Hour)
		events := []func(id string){
			func(id string) { w.hear(t, line.CallNew, id, func(e *line.CallEvent) { e.At = start }) },
			func(id string) {
				w.hear(t, line.CallAnswer, id, func(e *line.CallEvent) { e.At = start.Add(40 * time.Second) })
			},
			func(id string) {
				w.hear(t, line.CallHangup, id, func(e *line.CallEvent) { e.At = start.Add(200 * time.Second) })
			},
		}
		orders := [][]int{{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {2, 0, 1}, {1, 2, 0}, {0, 2, 1}, {0, 0, 1, 1, 2, 2, 0, 1}}
		for i, order := range orders {
			for _, n := range order {
				events[n](string(rune('a' + i)))
			}
			n := int64(i + 1)
			want := line.Tally{Offered: n, Answered: n, Timely: n, Waited: time.Duration(n) * 40 * time.Second}
			if got := w.sum(t)[directory.Employee]; got != want {
				t.Errorf("after order %v: %+v, want %+v", order, got, want)
			}
		}
	})
}

func Test_who_gives_up_is_counted_as_abandoned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "1", func(e *line.CallEvent) { e.To = "020102030"; e.From = "anonymous" })
		w.Clock.Advance(90 * time.Second)
		for range 2 {
			w.hear(t, line.CallHangup, "1", func(e *line.CallEvent) { e.To = "020102030"; e.Cause = "cancel" })
		}
		if got, want := w.sum(t)[directory.Pupil], (line.Tally{Offered: 1, Abandoned: 1, GivenUp: 90 * time.Second}); got != want {
			t.Errorf("figures: %+v, want %+v", got, want)
		}
	})
}

func Test_a_supplier_goes_ahead_of_everybody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "first", nil)
		w.Clock.Advance(time.Minute)
		w.hear(t, line.CallNew, "second", func(e *line.CallEvent) { e.To = w.Pupils.Number })
		w.Clock.Advance(time.Minute)
		w.hear(t, line.CallNew, "supplier", func(e *line.CallEvent) { e.To = w.Supplier.Number })
		list := ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Eva, w.Desk.ID))
		if len(list) != 3 || list[0].External != "supplier" || !list[0].Urgent() || list[1].External != "first" || list[2].External != "second" {
			t.Fatalf("order: %+v", list)
		}
		for i, c := range list {
			place, wait, err := w.Line.Place(t.Context(), w.DB, c.ID)
			if err != nil || place != i+1 || wait != time.Duration(i+1)*5*time.Minute {
				t.Errorf("%s: place %d, wait %s, %v", c.External, place, wait, err)
			}
		}
		w.Agents = 2
		s := ok[line.Standing](t)(w.Line.StandingOf(t.Context(), w.DB, w.Employees.ID))
		if s.Waiting != 1 || s.Longest != 2*time.Minute || s.Agents != 2 || s.Expected != 4*5*time.Minute/2 {
			t.Errorf("standing: %+v", s)
		}
	})
}

func Test_a_contact_that_is_handed_over_keeps_its_place(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "1", nil)
		w.Clock.Advance(time.Minute)
		c := ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Eva, w.Desk.ID))[0]
		w.write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := w.Line.AnswerIn(ctx, tx, w.Eva, c.ID, directory.PersonID(w.Eva.Person)); err != nil {
				return err
			}
			_, err := w.Line.MoveIn(ctx, tx, w.Eva, c.ID, w.Network.ID, directory.PersonID(w.Nils.Person))
			return err
		})
		again := ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Eva, w.Desk.ID))
		if len(again) != 1 || again[0].Group != w.Network.ID || !again[0].Came.Equal(c.Came) {
			t.Fatalf("waiting: %+v", again)
		}
		w.write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := w.Line.EndIn(ctx, tx, w.Eva, c.ID, "", "")
			return err
		})
		if got, want := w.sum(t)[directory.Employee], (line.Tally{Offered: 1, Answered: 1, Timely: 1, Waited: time.Minute}); got != want {
			t.Errorf("figures: %+v, want %+v", got, want)
		}
		err := w.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := w.Line.AnswerIn(ctx, tx, w.Eva, c.ID, 0)
			return err
		})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("answering what has ended: %v", err)
		}
	})
}

func Test_a_stranger_sees_nobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "1", nil)
		if list := ok[[]line.Contact](t)(w.Line.WaitingOf(t.Context(), w.Stranger, w.Desk.ID)); len(list) != 0 {
			t.Errorf("waiting: %+v", list)
		}
		if list := ok[[]line.Line](t)(w.Line.Lines(t.Context(), w.Stranger)); len(list) != 0 {
			t.Errorf("lines: %+v", list)
		}
		if list := ok[[]line.Source](t)(w.Line.Sources(t.Context(), w.Stranger)); len(list) != 0 {
			t.Errorf("sources: %+v", list)
		}
		if list := ok[[]line.Figure](t)(w.Line.Figures(t.Context(), w.Stranger, w.DB.Now().Add(-time.Hour), w.DB.Now().Add(time.Hour))); len(list) != 0 {
			t.Errorf("figures: %+v", list)
		}
		for what, err := range map[string]error{
			"a line": second(w.Line.Line(t.Context(), w.Stranger, w.Employees.ID)), "a source": second(w.Line.Source(t.Context(), w.Stranger, w.Phone.ID)),
			"saving a line": second(w.Line.Save(t.Context(), w.Stranger, w.Employees)),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := w.Line.WaitingOf(t.Context(), w.Anna, w.Desk.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an employee: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return errors.Join(err) }

func (w *world) write(t *testing.T, fn func(ctx context.Context, tx *sqldb.Tx) error) {
	t.Helper()
	if err := w.DB.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}
