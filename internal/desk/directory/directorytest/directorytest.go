// Package directorytest builds organisations, desks and people for tests.
//
// Owns: short ways to a believable world. Does not own: what tests assert.
package directorytest

import (
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// World is an organisation with a desk and a directory to change.
type World struct {
	t      testing.TB
	Dir    *directory.Service
	Events *event.Log
	Org    directory.Organisation
	Desk   directory.Desk
}

// New makes the organisation "storstad" with an IT desk.
func New(t testing.TB, db *sqldb.DB) *World {
	t.Helper()
	events := event.NewLog()
	return With(t, directory.New(directory.Deps{DB: db, Events: events}), events, "storstad")
}

// With makes an organisation by that key, with an IT desk, in a directory that is there already.
func With(t testing.TB, dir *directory.Service, events *event.Log, key string) *World {
	t.Helper()
	w := &World{t: t, Dir: dir, Events: events}
	var err error
	name := strings.ToUpper(key[:1]) + key[1:]
	preset := ""
	if key == "storstad" || key == "ekdal" {
		preset = key
	}
	if w.Org, err = dir.AddOrganisation(t.Context(), System(), directory.OrganisationInput{Key: key, Name: name, Preset: preset}); err != nil {
		t.Fatalf("add organisation: %v", err)
	}
	if w.Desk, err = dir.AddDesk(t.Context(), System(), w.Org.ID, "it", "IT-servicedesk"); err != nil {
		t.Fatalf("add desk: %v", err)
	}
	return w
}

// Another makes one more organisation in the same directory.
func (w *World) Another(key string) *World { return With(w.t, w.Dir, w.Events, key) }

// Person takes up an employee by full name, "Anna Berg", with login and address made from it.
func (w *World) Person(name string, change ...func(*directory.PersonInput)) directory.Person {
	w.t.Helper()
	given, family, _ := strings.Cut(name, " ")
	login := strings.ToLower(strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", " ", ".").Replace(strings.ToLower(name)))
	in := directory.PersonInput{Given: given, Family: family, Login: login, Email: login + "@" + w.Org.Key + ".example"}
	for _, fn := range change {
		fn(&in)
	}
	p, err := w.Dir.AddPerson(w.t.Context(), System(), w.Org.ID, in)
	if err != nil {
		w.t.Fatalf("add %s: %v", name, err)
	}
	return p
}

// Protected is Person with protected identity.
func (w *World) Protected(name string) directory.Person {
	w.t.Helper()
	p, err := w.Dir.Protect(w.t.Context(), System(), w.Person(name).ID)
	if err != nil {
		w.t.Fatalf("protect %s: %v", name, err)
	}
	return p
}

// Group makes a group at the desk, in the first line.
func (w *World) Group(name string, members ...directory.Person) directory.Group {
	w.t.Helper()
	g, err := w.Dir.AddGroup(w.t.Context(), System(), w.Desk.ID, name, 1)
	if err != nil {
		w.t.Fatalf("add group %s: %v", name, err)
	}
	ids := make([]directory.PersonID, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	if err := w.Dir.SetMembers(w.t.Context(), System(), g.ID, ids); err != nil {
		w.t.Fatalf("members of %s: %v", name, err)
	}
	return g
}

// Unit makes a unit below parent; 0 makes a root.
func (w *World) Unit(name string, parent directory.UnitID) directory.Unit {
	w.t.Helper()
	u, err := w.Dir.AddUnit(w.t.Context(), System(), w.Org.ID, directory.UnitInput{Name: name, Parent: parent})
	if err != nil {
		w.t.Fatalf("add unit %s: %v", name, err)
	}
	return u
}

// System is the actor that may everything.
func System() authz.Actor { return authz.System("test") }

// Actor is a person with these grants and nothing else.
func Actor(p directory.Person, grants ...authz.Grant) authz.Actor {
	return authz.Actor{Person: int64(p.ID), Name: p.Name(), Org: int64(p.Org), Grants: grants}
}

// InOrg is these verbs for the person's whole organisation.
func InOrg(p directory.Person, verbs ...authz.Verb) authz.Actor {
	var grants []authz.Grant
	for _, v := range verbs {
		grants = append(grants, authz.Grant{Verb: v, Reach: authz.Organisation, Of: int64(p.Org)})
	}
	return Actor(p, grants...)
}
