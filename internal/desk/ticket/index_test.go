package ticket_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

var mixed = sqldb.Q("test.mixed", `
	with recursive n (i) as (select 1 union all select i + 1 from n where i < 600),
	s (k, state, active) as (values (0, 'new', true), (1, 'open', true), (2, 'hold', true), (3, 'resolved', false), (4, 'closed', false))
	insert into ticket (org_id, desk_id, kind, state, active, awaits_desk, sealed, assignee_id, category_id, group_id, requester_id, title, channel, impact, urgency,
		priority, detected_at, created_at, updated_at, owed_at, version)
	select $1, $2, case when i % 3 = 0 then 'question' else 'incident' end, s.state, s.active, i % 2 = 0, i % 11 = 0, case when i % 7 < 2 then cast($3 as integer) end,
		case when i % 4 = 0 then cast($4 as integer) end, case when i % 6 < 2 then cast($5 as integer) end, case when i % 9 = 0 then cast($3 as integer) end, 'Fel',
		case when i % 5 = 0 then 'phone' else 'portal' end, 3, 3, 1 + i % 5, i, i, (i * 7919) % 600, case when i % 8 = 0 then i end, 1
	from n join s on s.k = i % 5`)

// The index that a list is told to walk must never change what is in the list, nor be one that cannot answer it.
func TestA_list_that_names_its_index_shows_what_the_plain_one_shows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, mixed, int64(w.Org.ID), int64(w.Desk.ID), w.Nils.Person, int64(w.Category.ID), int64(w.Network.ID))
			return err
		})
		// Whoever reads a desk, and nothing of their own, sees the same by both ways.
		eva := authz.Actor{Person: w.Nils.Person, Org: int64(w.Org.ID), Grants: []authz.Grant{{Verb: ticket.MayRead, Reach: authz.Desk, Of: int64(w.Desk.ID)}}}
		rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // The same filters each time.
		for range 400 {
			f := randomFilter(rng, w)
			queue, err := w.Ticket.Queue(t.Context(), eva, w.Org.ID, w.Desk.ID, f, "", 200)
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			plain, err := w.Ticket.Tickets(t.Context(), eva, f, "", 200)
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			if !slices.Equal(numbers(queue), numbers(plain)) {
				t.Fatalf("%s: the queue shows %v, the plain list %v", f, numbers(queue), numbers(plain))
			}
			counts, err := w.Ticket.Counts(t.Context(), eva, w.Org.ID, w.Desk.ID, []ticket.Filter{f})
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			if want := min(len(plain.Rows), ticket.CountCap); counts[0] != want {
				t.Fatalf("%s: counted %d of %d", f, counts[0], want)
			}
		}
	})
}

func numbers(p ticket.Page) []ticket.ID {
	var out []ticket.ID
	for i := range p.Rows {
		out = append(out, p.Rows[i].ID)
	}
	return out
}

func randomFilter(rng *rand.Rand, w *tickettest.World) ticket.Filter {
	maybe := func(fn func()) {
		if rng.IntN(5) == 0 {
			fn()
		}
	}
	f := ticket.Filter{Sort: ticket.Sorts()[rng.IntN(len(ticket.Sorts()))]}
	maybe(func() { f.AnyState = true })
	maybe(func() {
		f.States = []ticket.State{[]ticket.State{"new", "open", "hold", "resolved", "closed"}[rng.IntN(5)]}
	})
	maybe(func() { f.States = append(f.States, ticket.StateOnHold, ticket.StateNew) })
	maybe(func() { f.Kinds = []ticket.Kind{"question"} })
	maybe(func() { f.Channels = []ticket.Channel{"phone"} })
	maybe(func() { f.Mine = true })
	maybe(func() { f.Unowned = true })
	maybe(func() { f.MyGroups = true })
	maybe(func() { f.NoGroup = true })
	maybe(func() { f.Groups = []directory.GroupID{w.Network.ID} })
	maybe(func() { f.Category = w.Category.ID })
	maybe(func() { f.Requester = directory.PersonID(w.Nils.Person) })
	maybe(func() { f.Priority = 1 + rng.IntN(4) })
	maybe(func() { f.Awaiting = true })
	maybe(func() { f.Owed = true })
	return f
}
