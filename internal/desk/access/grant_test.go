package access_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/access/accesstest"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

func TestGrant(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		d.Access.Subscribe(d.Events)
		org, desk := int64(d.Org.ID), int64(d.Desk.ID)
		boss, anna, bertil := d.Person("Bo Chef"), d.Person("Anna Berg"), d.Person("Bertil Ceder")
		d.Grant(boss, "admin", authz.Organisation, org)
		by := d.Actor(boss)

		t.Run("a_right_has_a_period_and_ends_by_itself", func(t *testing.T) {
			from := env.Clock.Now().Add(accesstest.Day)
			_, err := d.Access.Grant(t.Context(), by, access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: desk, From: from, To: from.Add(accesstest.Day)})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []bool{false, true, false} {
				if got := d.Actor(anna).MayIn("ticket.work", authz.Desk, desk); got != want {
					t.Errorf("at %v: got %v", env.Clock.Now(), got)
				}
				env.Clock.Advance(accesstest.Day)
			}
		})
		t.Run("a_substitute_holds_it_in_their_own_name_for_the_other_and_no_longer_than_the_other", func(t *testing.T) {
			right := d.Grant(anna, "agent", authz.Desk, desk)
			_, err := d.Access.Grant(t.Context(), by, access.GrantInput{
				Person: bertil.ID, Role: "agent", Reach: authz.Desk, Of: desk, To: env.Clock.Now().Add(14 * accesstest.Day), For: anna.ID,
			})
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, g := range d.Actor(bertil).Grants {
				found = found || g.Verb == "ticket.work" && g.For == int64(anna.ID)
			}
			if !found {
				t.Errorf("grants: %+v", d.Actor(bertil).Grants)
			}
			if err := d.Access.EndGrant(t.Context(), by, right); err != nil {
				t.Fatal(err)
			}
			if d.Actor(bertil).May("ticket.work") {
				t.Error("the substitute keeps what the other has lost")
			}
		})
		t.Run("a_substitute_needs_an_end_and_somebody_who_holds_the_role", func(t *testing.T) {
			_, err := d.Access.Grant(t.Context(), by, access.GrantInput{Person: bertil.ID, Role: "agent", Reach: authz.Desk, Of: desk, For: anna.ID})
			if len(errs.FieldsOf(err)) != 2 {
				t.Errorf("got %v", err)
			}
		})
		t.Run("history_tells_who_gave_what_and_when", func(t *testing.T) {
			rights, err := d.Access.GrantsOf(t.Context(), by, anna.ID)
			if err != nil || len(rights) != 2 || rights[1].GrantedBy != boss.ID || rights[0].EndedBy != boss.ID || rights[0].EndedAt.IsZero() {
				t.Errorf("%+v, %v", rights, err)
			}
			log, err := d.Access.SecurityLog(t.Context(), directorytest.System(), audit.Filter{What: audit.RightGranted, SubjectID: int64(anna.ID), Subject: "person"})
			if err != nil || len(log) != 2 {
				t.Errorf("%v, %v", log, err)
			}
		})
		t.Run("who_could_answers_for_the_past", func(t *testing.T) {
			then := dbtest.Start.Add(accesstest.Day + time.Hour)
			rights, err := d.Access.WhoCould(t.Context(), by, then)
			if err != nil {
				t.Fatal(err)
			}
			agents := 0
			for _, r := range rights {
				if r.Role == "agent" && r.Person == anna.ID {
					agents++
				}
			}
			if agents != 1 {
				t.Errorf("%+v", rights)
			}
		})
		t.Run("the_rights_of_an_ended_person_do_not_come_back_with_them", func(t *testing.T) {
			cecilia := d.Person("Cecilia Dahl")
			d.Grant(cecilia, "agent", authz.Desk, desk)
			for _, step := range []func() error{
				func() error { _, err := d.Dir.EndPerson(t.Context(), directorytest.System(), cecilia.ID); return err },
				func() error {
					_, err := d.Dir.ReturnPerson(t.Context(), directorytest.System(), cecilia.ID)
					return err
				},
			} {
				if err := step(); err != nil {
					t.Fatal(err)
				}
			}
			if d.Actor(cecilia).May("ticket.work") {
				t.Error("an old right is in force")
			}
		})
	})
}

func TestNobodyRaisesThemselves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, roles()...)
		other := d.Another("ekdal")
		org, desk := int64(d.Org.ID), int64(d.Desk.ID)
		top := d.Unit("Skola", 0)
		below := d.Unit("Norra skolan", top.ID)
		beside := d.Unit("Kultur", 0)

		root, admin, local, anna := d.Person("Rut Rot"), d.Person("Adam Admin"), d.Person("Lena Lokal"), d.Person("Anna Berg")
		stranger := other.Person("Sven Annan")
		d.Grant(root, "root", authz.Everywhere, 0)
		d.Grant(admin, "admin", authz.Organisation, org)
		d.Grant(local, "admin", authz.Unit, int64(top.ID))
		inUnit := anna.Input()
		inUnit.Unit = below.ID
		anna, err := d.Dir.ChangePerson(t.Context(), directorytest.System(), anna.ID, anna.Version, inUnit)
		if err != nil {
			t.Fatal(err)
		}

		grant := func(by authz.Actor, in access.GrantInput) error {
			_, err := d.Access.Grant(t.Context(), by, in)
			return err
		}
		for name, row := range map[string]struct {
			by   authz.Actor
			in   access.GrantInput
			want errs.Kind
		}{
			"a_verb_one_lacks":                {d.Actor(admin), access.GrantInput{Person: anna.ID, Role: "root", Reach: authz.Organisation, Of: org}, errs.Forbidden},
			"to_oneself_neither":              {d.Actor(admin), access.GrantInput{Person: admin.ID, Role: "root", Reach: authz.Desk, Of: desk}, errs.Forbidden},
			"beyond_ones_own_reach":           {d.Actor(admin), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Everywhere}, errs.Forbidden},
			"in_another_organisation":         {d.Actor(admin), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Organisation, Of: int64(other.Org.ID)}, errs.Forbidden},
			"to_a_person_out_of_sight":        {d.Actor(admin), access.GrantInput{Person: stranger.ID, Role: "agent", Reach: authz.Desk, Of: desk}, errs.NotFound},
			"within_the_organisation_it_goes": {d.Actor(admin), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: desk}, 255},
			"below_ones_unit_it_goes":         {d.Actor(local), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Unit, Of: int64(below.ID)}, 255},
			"beside_ones_unit_it_does_not":    {d.Actor(local), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Unit, Of: int64(beside.ID)}, errs.Forbidden},
			"nor_for_the_whole_organisation":  {d.Actor(local), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Organisation, Of: org}, errs.Forbidden},
			"a_place_that_does_not_exist":     {d.Actor(root), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: 987}, errs.Invalid},
			"a_role_that_does_not_exist":      {d.Actor(root), access.GrantInput{Person: anna.ID, Role: "emperor", Reach: authz.Desk, Of: desk}, errs.Invalid},
			"the_base_role":                   {d.Actor(root), access.GrantInput{Person: anna.ID, Role: access.BaseRole, Reach: authz.Organisation, Of: org}, errs.Invalid},
			"without_the_verb":                {d.Actor(anna), access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: desk}, errs.Forbidden},
		} {
			t.Run(name, func(t *testing.T) {
				err := grant(row.by, row.in)
				if row.want == 255 {
					if err != nil {
						t.Errorf("got %v", err)
					}
					return
				}
				if !errs.Is(err, row.want) {
					t.Errorf("want %v, got %v", row.want, err)
				}
			})
		}

		t.Run("a_right_held_for_somebody_else_is_not_passed_on", func(t *testing.T) {
			by := directorytest.Actor(anna,
				authz.Grant{Verb: access.RoleGrant, Reach: authz.Organisation, Of: org, For: int64(admin.ID)},
				authz.Grant{Verb: "ticket.work", Reach: authz.Organisation, Of: org, For: int64(admin.ID)})
			if err := grant(by, access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: desk}); err == nil {
				t.Error("it was")
			}
		})
		t.Run("a_password_or_token_of_somebody_with_more_rights_is_out_of_reach", func(t *testing.T) {
			by := d.Actor(admin)
			if err := d.Access.SetPassword(t.Context(), by, root.ID, "nytt och långt lösen", true); !errs.Is(err, errs.Forbidden) {
				t.Errorf("password: %v", err)
			}
			if _, err := d.Access.CreateToken(t.Context(), by, "min", root.ID); !errs.Is(err, errs.Forbidden) {
				t.Errorf("token: %v", err)
			}
			if err := d.Access.SetPassword(t.Context(), by, anna.ID, "nytt och långt lösen", true); err != nil {
				t.Errorf("of somebody with fewer: %v", err)
			}
			if err := d.Access.SetPassword(t.Context(), by, stranger.ID, "nytt och långt lösen", true); !errs.Is(err, errs.NotFound) {
				t.Errorf("of a stranger: %v", err)
			}
		})
		t.Run("a_role_never_gains_a_verb_that_its_writer_lacks", func(t *testing.T) {
			in := access.RoleInput{Key: "own", Sv: "Egen", En: "Own", Verbs: []authz.Verb{"ticket.work", "pupil.only"}}
			if err := d.Access.SaveRole(t.Context(), d.Actor(root), 0, in); !errs.Is(err, errs.Forbidden) {
				t.Errorf("got %v", err)
			}
			in.Verbs = []authz.Verb{"ticket.work", "extra"}
			if err := d.Access.SaveRole(t.Context(), d.Actor(root), 0, in); err != nil {
				t.Errorf("got %v", err)
			}
			in.Verbs = []authz.Verb{"ticket.work"}
			if err := d.Access.SaveRole(t.Context(), d.Actor(root), 0, in); !errs.Is(err, errs.Conflict) {
				t.Errorf("an old version: got %v", err)
			}
			if err := d.Access.SaveRole(t.Context(), d.Actor(admin), 1, in); !errs.Is(err, errs.Forbidden) {
				t.Errorf("got %v", err)
			}
			in = access.RoleInput{Key: "admin", Sv: "A", En: "A", Verbs: []authz.Verb{"extra"}}
			if err := d.Access.SaveRole(t.Context(), d.Actor(root), 1, in); !errs.Is(err, errs.Forbidden) {
				t.Errorf("a role of the product: got %v", err)
			}
			in = access.RoleInput{Key: "made-up", Sv: "A", En: "A", Verbs: []authz.Verb{"ticket.everything"}}
			if err := d.Access.SaveRole(t.Context(), directorytest.System(), 0, in); !errs.Is(err, errs.Invalid) {
				t.Errorf("a verb that does not exist: got %v", err)
			}
		})
	})
}
