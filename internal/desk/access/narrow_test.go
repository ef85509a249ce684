package access_test

import (
	"context"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/access/accesstest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// orderRoles are a small world's roles in ordering: one that can be narrowed, one that gives it, one that is central.
func orderRoles() []access.RoleSpec {
	return append(roles(),
		access.RoleSpec{
			Key: "approver", Sv: "Godkännare", En: "Approver", Verbs: []authz.Verb{"approval.decide"}, GivenBy: access.RoleGive, Helped: true,
			Reaches: []authz.Reach{authz.Reference}, Limits: []authz.Reach{authz.Service},
		},
		access.RoleSpec{Key: "boss", Sv: "Chef", En: "Boss", Verbs: []authz.Verb{access.RoleGive}, Reaches: []authz.Reach{authz.Reference}},
		access.RoleSpec{Key: "crown", Sv: "Krona", En: "Crown", Verbs: []authz.Verb{"crown.wear"}, Reaches: []authz.Reach{authz.Organisation, authz.Everywhere}, Central: true},
	)
}

// reference makes an invoice reference of a cost centre of its own.
func reference(t *testing.T, d *accesstest.Door, code string) directory.Reference {
	t.Helper()
	k, err := d.Dir.AddCostCentre(t.Context(), directorytest.System(), d.Org.ID, directory.CostCentreInput{Code: "K" + code})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Dir.AddReference(t.Context(), directorytest.System(), d.Org.ID, directory.ReferenceInput{Code: code, CostCentre: k.ID})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestA_limit_holds_whichever_way_the_right_is_used(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, orderRoles()...)
		f := reference(t, d, "7001")
		services := service.New(service.Deps{DB: env.DB, Events: d.Events})
		mail, err := services.Save(t.Context(), directorytest.System(), service.Item{Org: d.Org.ID, Code: "epost", Sv: "E-post"})
		if err != nil {
			t.Fatal(err)
		}
		anna, bertil := d.Person("Anna Berg"), d.Person("Bertil Ceder")
		only := []authz.Limit{{Reach: authz.Service, Of: int64(mail.ID)}}
		in := access.GrantInput{Person: anna.ID, Role: "approver", Reach: authz.Reference, Of: int64(f.ID), Limits: only}
		if _, err := d.Access.Grant(t.Context(), directorytest.System(), in); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Access.Substitute(t.Context(), d.Actor(anna), access.SubstituteInput{Person: anna.ID, Substitute: bertil.ID, To: env.Clock.Now().Add(accesstest.Day)}); err == nil {
			t.Error("without the verb somebody appoints a substitute")
		}
		in.Person, in.For, in.To = bertil.ID, anna.ID, env.Clock.Now().Add(accesstest.Day)
		if _, err := d.Access.Grant(t.Context(), directorytest.System(), in); err != nil {
			t.Fatal(err)
		}
		d.Password(anna, secret)
		_, who, err := d.Access.Login(t.Context(), here, anna.Login, secret)
		if err != nil {
			t.Fatal(err)
		}
		token, err := d.Access.CreateToken(t.Context(), d.Actor(anna), "min", anna.ID)
		if err != nil {
			t.Fatal(err)
		}
		byToken, err := d.Access.AuthenticateToken(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		var inside authz.Actor
		if err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			var err error
			inside, err = access.ActorIn(ctx, tx, anna.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		covered := authz.Matter{Org: int64(d.Org.ID), Reference: int64(f.ID), Service: int64(mail.ID)}
		beside := covered
		beside.Service++
		for way, by := range map[string]authz.Actor{"session": who.Actor, "token": byToken.Actor, "alone": d.Actor(anna), "transaction": inside, "substitute": d.Actor(bertil)} {
			if _, ok := by.For("approval.decide", covered); !ok {
				t.Errorf("%s: not where it should count", way)
			}
			if _, ok := by.For("approval.decide", beside); ok || by.MayIn("approval.decide", authz.Reference, int64(f.ID)) {
				t.Errorf("%s: the limit is lost", way)
			}
		}
		holders, err := access.HoldersOf(t.Context(), env.DB, "approval.decide", covered)
		if err != nil || len(holders) != 2 {
			t.Errorf("who may: %+v, %v", holders, err)
		}
		if holders, err := access.HoldersOf(t.Context(), env.DB, "approval.decide", beside); err != nil || len(holders) != 0 {
			t.Errorf("who may beside: %+v, %v", holders, err)
		}
		in = access.GrantInput{Person: anna.ID, Role: "agent", Reach: authz.Desk, Of: int64(d.Desk.ID), Limits: only}
		if _, err := d.Access.Grant(t.Context(), directorytest.System(), in); !errs.Is(err, errs.Invalid) {
			t.Errorf("a role that cannot be narrowed: %v", err)
		}
	})
}

func TestFour_eyes_cannot_be_gone_around(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, orderRoles()...)
		f := reference(t, d, "7001")
		root, rolf, anna, vera := d.Person("Rut Rot"), d.Person("Rolf Rot"), d.Person("Anna Berg"), d.Person("Vera Lund")
		for _, p := range []directory.Person{root, rolf} {
			for _, role := range []string{"root", "crown"} {
				d.Grant(p, role, authz.Everywhere, 0)
			}
		}
		d.Grant(vera, "boss", authz.Reference, int64(f.ID))
		by := d.Actor(root)
		crown := access.GrantInput{Person: anna.ID, Role: "crown", Reach: authz.Organisation, Of: int64(d.Org.ID)}
		id, err := d.Access.Grant(t.Context(), by, crown)
		if err != nil {
			t.Fatal(err)
		}
		if d.Actor(anna).May("crown.wear") {
			t.Fatal("it counts at once")
		}
		t.Run("whoever_gave_or_gets_it_does_not_confirm", func(t *testing.T) {
			for _, p := range []directory.Person{root, anna, vera} {
				if err := d.Access.Confirm(t.Context(), d.Actor(p), id); !errs.Is(err, errs.Forbidden) {
					t.Errorf("%s: %v", p.Name(), err)
				}
			}
		})
		t.Run("nor_through_a_role_of_the_installations_own", func(t *testing.T) {
			own := access.RoleInput{Key: "own", Sv: "Egen", En: "Own", Verbs: []authz.Verb{"ticket.work"}}
			if err := d.Access.SaveRole(t.Context(), by, 0, own); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Access.Grant(t.Context(), by, access.GrantInput{Person: anna.ID, Role: "own", Reach: authz.Organisation, Of: int64(d.Org.ID)}); err != nil {
				t.Fatal(err)
			}
			own.Verbs = append(own.Verbs, "crown.wear")
			if err := d.Access.SaveRole(t.Context(), by, 1, own); !errs.Is(err, errs.Conflict) {
				t.Errorf("the verb slips into a role that she has: %v", err)
			}
			own.Key = "new"
			if err := d.Access.SaveRole(t.Context(), by, 0, own); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Access.Grant(t.Context(), by, access.GrantInput{Person: anna.ID, Role: "new", Reach: authz.Organisation, Of: int64(d.Org.ID)}); err != nil {
				t.Fatal(err)
			}
			if d.Actor(anna).May("crown.wear") {
				t.Error("a role with a central verb counts at once")
			}
		})
		t.Run("a_second_person_confirms_and_it_counts_from_then_on", func(t *testing.T) {
			env.Clock.Advance(time.Hour)
			if err := d.Access.Confirm(t.Context(), d.Actor(rolf), id); err != nil {
				t.Fatal(err)
			}
			if !d.Actor(anna).May("crown.wear") {
				t.Error("it does not count")
			}
			rights, err := d.Access.GrantsOf(t.Context(), by, anna.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rights {
				if r.ID == id && (r.ConfirmedBy != rolf.ID || r.GrantedBy != root.ID || !r.From.Equal(env.Clock.Now())) {
					t.Errorf("%+v", r)
				}
			}
		})
		t.Run("a_password_is_no_way_to_a_central_role", func(t *testing.T) {
			admin, ove := d.Person("Adam Admin"), d.Person("Ove Alm")
			d.Grant(admin, "admin", authz.Organisation, int64(d.Org.ID))
			approver := access.GrantInput{Role: "approver", Reach: authz.Reference, Of: int64(f.ID)}
			for _, p := range []directory.Person{anna, ove} {
				approver.Person = p.ID
				if _, err := d.Access.Grant(t.Context(), directorytest.System(), approver); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Access.SetPassword(t.Context(), d.Actor(admin), ove.ID, "nytt och långt lösen", true); err != nil {
				t.Errorf("an approver gets no help: %v", err)
			}
			if err := d.Access.SetPassword(t.Context(), d.Actor(admin), anna.ID, "nytt och långt lösen", true); !errs.Is(err, errs.Forbidden) {
				t.Errorf("of an approver with a crown: %v", err)
			}
		})
		t.Run("whoever_gives_a_role_by_a_verb_of_its_own_does_not_give_it_to_herself", func(t *testing.T) {
			in := access.GrantInput{Person: vera.ID, Role: "approver", Reach: authz.Reference, Of: int64(f.ID)}
			if _, err := d.Access.Grant(t.Context(), d.Actor(vera), in); !errs.Is(err, errs.Forbidden) {
				t.Errorf("got %v", err)
			}
			in.Person = anna.ID
			if _, err := d.Access.Grant(t.Context(), d.Actor(vera), in); err != nil {
				t.Errorf("to somebody else: %v", err)
			}
		})
	})
}

func TestTime_is_told_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := accesstest.New(t, env.DB, orderRoles()...)
		f := reference(t, d, "7001")
		anna := d.Person("Anna Berg")
		told := map[string]int{}
		for _, kind := range []string{access.RightGranted, access.RightBegun, access.RightOver} {
			d.Events.On(kind, func(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e event.Event) error { told[e.Type]++; return nil })
		}
		from := env.Clock.Now().Add(accesstest.Day)
		if _, err := d.Access.Grant(t.Context(), directorytest.System(), access.GrantInput{
			Person: anna.ID, Role: "approver", Reach: authz.Reference, Of: int64(f.ID), From: from, To: from.Add(accesstest.Day),
		}); err != nil {
			t.Fatal(err)
		}
		for i, want := range []map[string]int{
			{access.RightGranted: 1}, {access.RightGranted: 1, access.RightBegun: 1}, {access.RightGranted: 1, access.RightBegun: 1, access.RightOver: 1},
		} {
			for range 2 {
				if err := d.Access.Times(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if len(told) != len(want) || told[access.RightBegun] != want[access.RightBegun] || told[access.RightOver] != want[access.RightOver] {
				t.Errorf("step %d: %v", i, told)
			}
			env.Clock.Advance(accesstest.Day)
		}
	})
}
