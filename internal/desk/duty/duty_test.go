package duty_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk whose lead decides who knows what.
type world struct {
	*tickettest.World
	Duty *duty.Service
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.Duty = duty.New(duty.Deps{DB: w.DB, Events: w.Events, Directory: w.Directory})
		w.Lea.Grants = append(w.Lea.Grants, authz.Grant{Verb: duty.MayLead, Reach: authz.Desk, Of: int64(w.Desk.ID)})
		fn(t, w)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) set(t *testing.T, by authz.Actor, s duty.State) {
	t.Helper()
	must(t, w.Duty.Set(t.Context(), by, duty.Input{State: s, Chats: -1}))
}

func (w *world) available(t *testing.T, group directory.GroupID) []directory.PersonID {
	t.Helper()
	list, err := w.Duty.AvailableIn(t.Context(), w.DB, w.Desk.ID, group)
	must(t, err)
	return list
}

func person(a authz.Actor) directory.PersonID { return directory.PersonID(a.Person) }

func TestWho_is_available_is_known_by_group_and_skill(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.set(t, w.Lea, duty.Available)
		w.Clock.Advance(time.Second)
		w.set(t, w.Eva, duty.Available)
		w.set(t, w.Nils, duty.Busy)
		if got := w.available(t, w.First.ID); !slices.Equal(got, []directory.PersonID{person(w.Lea), person(w.Eva)}) {
			t.Errorf("first line: %v", got)
		}
		if got := w.available(t, w.Network.ID); len(got) != 0 {
			t.Errorf("a busy one is given something: %v", got)
		}
		must(t, w.Duty.SetSkills(t.Context(), w.Lea, w.Desk, w.First.ID, map[directory.PersonID]int{person(w.Eva): 3}))
		if got := w.available(t, w.First.ID); got[0] != person(w.Eva) {
			t.Errorf("the one who knows most is not first: %v", got)
		}
		there, err := w.Duty.There(t.Context(), w.DB, w.Desk.ID, 0)
		must(t, err)
		if len(there) != 3 || there[0].Chats != 3 {
			t.Errorf("there: %+v", there)
		}
		list, err := w.Duty.List(t.Context(), w.Eva, w.Desk)
		must(t, err)
		if len(list) != 3 || len(list[0].Groups) != 1 {
			t.Errorf("list: %+v", list)
		}
	})
}

func TestAvailability_ends_when_no_sign_is_given(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		session := func(who authz.Actor, seen time.Time) {
			w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, sqldb.Q("test.session", `insert into session (token_hash, person_id, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)`),
					who.Name+seen.String(), who.Person, sqldb.Time(seen), sqldb.Time(seen.Add(24*time.Hour)))
				return err
			})
		}
		w.set(t, w.Eva, duty.Available)
		w.set(t, w.Nils, duty.Busy)
		w.Clock.Advance(29 * time.Minute)
		session(w.Eva, w.Clock.Now())
		must(t, w.Duty.Sweep(t.Context()))
		if got, _ := w.Duty.There(t.Context(), w.DB, w.Desk.ID, 0); len(got) != 2 {
			t.Fatalf("too early: %v", got)
		}
		w.Clock.Advance(2 * time.Minute)
		must(t, w.Duty.Sweep(t.Context()))
		got, err := w.Duty.There(t.Context(), w.DB, w.Desk.ID, 0)
		must(t, err)
		if len(got) != 1 || got[0].Person != person(w.Eva) {
			t.Errorf("only Eva gave a sign: %+v", got)
		}
		w.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Q("test.logout", `update session set ended_at = $1`), sqldb.Time(tx.Now()))
			return err
		})
		must(t, w.Duty.Sweep(t.Context()))
		if got := w.available(t, 0); len(got) != 0 {
			t.Errorf("she has logged out: %v", got)
		}
	})
}

func TestRules_count_at_once_on_every_node(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		other := duty.New(duty.Deps{DB: w.DB, Events: w.Events, Directory: w.Directory}) // Another node over the same database.
		ask := func(s *duty.Service) directory.GroupID {
			g, _, err := s.GroupFor(ctx, w.DB, duty.For{Org: w.Org.ID, Desk: w.Desk.ID, Person: person(w.Anna)})
			must(t, err)
			return g
		}
		if got := ask(other); got != 0 {
			t.Fatalf("without a rule: %d", got)
		}
		id, err := w.Duty.SaveRule(ctx, w.Lea, w.Desk, duty.Rule{Group: w.Network.ID, Categories: []directory.Category{directory.Employee}})
		must(t, err)
		if a, b := ask(w.Duty), ask(other); a != w.Network.ID || b != a {
			t.Errorf("a new rule: %d and %d", a, b)
		}
		_, err = w.Duty.SaveRule(ctx, w.Lea, w.Desk, duty.Rule{ID: id, Version: 1, Group: w.First.ID, Categories: []directory.Category{directory.Employee}})
		must(t, err)
		if a, b := ask(w.Duty), ask(other); a != w.First.ID || b != a {
			t.Errorf("a changed rule: %d and %d", a, b)
		}
		_, err = w.Duty.SaveRule(ctx, w.Lea, w.Desk, duty.Rule{ID: id, Version: 1, Group: w.Network.ID, Categories: []directory.Category{directory.Employee}})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("an old page writes over a newer rule: %v", err)
		}
		if _, err := w.Directory.ChangeGroup(ctx, authz.System("test"), w.First.ID, w.First.Name, 1, false); err != nil {
			t.Fatal(err)
		}
		if a, b := ask(w.Duty), ask(other); a != 0 || b != 0 {
			t.Errorf("a group that ended takes cases: %d and %d", a, b)
		}
		must(t, w.Duty.DropRule(ctx, w.Lea, w.Desk, id))
		must(t, w.Duty.DropRule(ctx, w.Lea, w.Desk, id))
	})
}

func TestStrangers_see_and_set_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.set(t, w.Eva, duty.Available)
		siv := w.Stranger
		siv.Grants = append(siv.Grants, authz.Grant{Verb: duty.MayLead, Reach: authz.Organisation, Of: siv.Org})
		if got, err := w.Duty.Of(ctx, siv, person(w.Eva)); err != nil || len(got) != 0 {
			t.Errorf("of: %v, %v", got, err)
		}
		_, listErr := w.Duty.List(ctx, siv, w.Desk)
		_, competenceErr := w.Duty.Competence(ctx, siv, w.Desk)
		_, skillsErr := w.Duty.Skills(ctx, siv, w.Desk, w.First.ID)
		_, saveErr := w.Duty.SaveRule(ctx, siv, w.Desk, duty.Rule{Group: w.First.ID, Langs: []string{"en"}})
		for what, err := range map[string]error{
			"list": listErr, "competence": competenceErr, "skills": skillsErr, "save": saveErr, "drop": w.Duty.DropRule(ctx, siv, w.Desk, 1),
			"decide": w.Duty.Decide(ctx, siv, w.Desk, duty.Stay), "skill": w.Duty.SetSkills(ctx, siv, w.Desk, w.First.ID, map[directory.PersonID]int{person(w.Eva): 2}),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := w.Duty.Set(ctx, siv, duty.Input{Person: person(w.Eva), State: duty.Away}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger sends Eva away: %v", err)
		}
		if err := w.Duty.Set(ctx, w.Nils, duty.Input{Person: person(w.Eva), State: duty.Away}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a colleague sends Eva away: %v", err)
		}
		if err := w.Duty.Set(ctx, w.Anna, duty.Input{State: duty.Available}); !errs.Is(err, errs.Conflict) {
			t.Errorf("somebody who is at no desk: %v", err)
		}
		own := directory.Desk{ID: w.Desk.ID, Org: directory.OrgID(siv.Org)}
		if _, err := w.Duty.SaveRule(ctx, siv, own, duty.Rule{Group: w.First.ID, Langs: []string{"en"}}); err == nil {
			t.Error("a desk that pretends to be of one's own organisation was believed")
		}
		must(t, w.Duty.Set(ctx, w.Lea, duty.Input{Person: person(w.Eva), State: duty.Away, Chats: -1}))
	})
}
