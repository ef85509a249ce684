// Package tickettest gives tests of other capabilities a small desk with people and a category.
package tickettest

import (
	"context"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// World is one organisation with a desk of two groups, and a second organisation that must never see anything of it.
type World struct {
	*dbtest.Env
	Events    *event.Log
	Directory *directory.Service
	Ticket    *ticket.Service
	Org       directory.Organisation
	Desk      directory.Desk
	First     directory.Group // First line.
	Network   directory.Group // Second line.
	Category  ticket.Category
	Anna      authz.Actor // An employee.
	Bo        authz.Actor // Another employee.
	Eva       authz.Actor // An agent of the first line.
	Nils      authz.Actor // An agent of the second line.
	Lea       authz.Actor // The desk lead, with the permission for protected identities.
	Stranger  authz.Actor // An agent and user of the other organisation.
}

// New makes the world.
func New(t testing.TB, env *dbtest.Env) *World {
	t.Helper()
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &World{Env: env, Events: event.NewLog()}
	w.Directory = directory.New(directory.Deps{DB: env.DB, Events: w.Events})
	w.Ticket = ticket.New(ticket.Deps{DB: env.DB, Events: w.Events, Directory: w.Directory, Blobs: files})
	sys := authz.System("test")
	w.Org = must(w.Directory.AddOrganisation(t.Context(), sys, directory.OrganisationInput{Key: "storstad", Name: "Storstad", Preset: "storstad"}))(t)
	w.Desk = must(w.Directory.AddDesk(t.Context(), sys, w.Org.ID, "it", "It-support"))(t)
	w.First = must(w.Directory.AddGroup(t.Context(), sys, w.Desk.ID, "Första linjen", 1))(t)
	w.Network = must(w.Directory.AddGroup(t.Context(), sys, w.Desk.ID, "Nätverk", 2))(t)
	w.Category = must(w.Ticket.SaveCategory(t.Context(), sys, ticket.Category{Org: w.Org.ID, Desk: w.Desk.ID, Sv: "Dator", En: "Computer"}))(t)
	w.Anna = w.person(t, w.Org.ID, "Anna", "Åkesson")
	w.Bo = w.person(t, w.Org.ID, "Bo", "Öberg")
	w.Eva = w.agent(t, "Eva", "Lind", w.First.ID)
	w.Nils = w.agent(t, "Nils", "Ek", w.Network.ID)
	w.Lea = w.agent(t, "Lea", "Holm", w.First.ID)
	w.Lea.Grants = append(w.Lea.Grants, grant(directory.PersonProtected, authz.Organisation, int64(w.Org.ID)),
		grant(ticket.MayConfigure, authz.Organisation, int64(w.Org.ID)))
	other := must(w.Directory.AddOrganisation(t.Context(), sys, directory.OrganisationInput{Key: "annan", Name: "Annan"}))(t)
	desk := must(w.Directory.AddDesk(t.Context(), sys, other.ID, "it", "It"))(t)
	w.Stranger = w.person(t, other.ID, "Siv", "Främling")
	w.Stranger.Grants = append(w.Stranger.Grants, agentGrants(int64(desk.ID), int64(other.ID))...)
	return w
}

func (w *World) person(t testing.TB, org directory.OrgID, given, family string) authz.Actor {
	t.Helper()
	p := must(w.Directory.AddPerson(t.Context(), authz.System("test"), org, directory.PersonInput{
		Given: given, Family: family, Category: directory.Employee, Email: given + "@storstad.example",
	}))(t)
	return authz.Actor{Person: int64(p.ID), Org: int64(org), Name: p.Name(), Grants: []authz.Grant{grant(ticket.MayReport, authz.Own, 0)}}
}

func (w *World) agent(t testing.TB, given, family string, group directory.GroupID) authz.Actor {
	t.Helper()
	a := w.person(t, w.Org.ID, given, family)
	a.Grants = append(a.Grants, agentGrants(int64(w.Desk.ID), int64(w.Org.ID))...)
	members := must(w.Directory.Members(t.Context(), authz.System("test"), group))(t)
	ids := []directory.PersonID{directory.PersonID(a.Person)}
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	if err := w.Directory.SetMembers(t.Context(), authz.System("test"), group, ids); err != nil {
		t.Fatal(err)
	}
	return a
}

func agentGrants(desk, org int64) []authz.Grant {
	out := []authz.Grant{grant(directory.PersonRead, authz.Organisation, org)}
	for _, v := range []authz.Verb{ticket.MayRead, ticket.MayRegister, ticket.MayWork, ticket.MayNote, ticket.MayReply, ticket.MayResolve, ticket.MayClose, ticket.MayMerge} {
		out = append(out, grant(v, authz.Desk, desk))
	}
	return out
}

func grant(v authz.Verb, r authz.Reach, of int64) authz.Grant {
	return authz.Grant{Verb: v, Reach: r, Of: of}
}

// Report registers a case of Anna's with a category, so that work can begin.
func (w *World) Report(t testing.TB, title string) ticket.Ticket {
	t.Helper()
	return must(w.Ticket.Report(t.Context(), w.Anna, ticket.ReportInput{Title: title, Text: "Det händer varje morgon.", Category: w.Category.ID}))(t)
}

// Write runs fn in a transaction.
func (w *World) Write(t testing.TB, fn func(ctx context.Context, tx *sqldb.Tx) error) {
	t.Helper()
	if err := w.DB.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
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
