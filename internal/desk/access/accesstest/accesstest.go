// Package accesstest opens the door in tests: an access service with cheap passwords and a few roles.
//
// Owns: short ways to roles and rights. Does not own: people (directorytest).
package accesstest

import (
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Cheap passwords cost next to nothing, so that tests are quick.
func Cheap() access.PasswordParams { return access.PasswordParams{MemoryKiB: 64, Time: 1, Threads: 1} }

// Door is a world with a way in.
type Door struct {
	*directorytest.World
	t      testing.TB
	Access *access.Service
}

// New makes a world whose roles are these, written to the database.
func New(t testing.TB, db *sqldb.DB, roles ...access.RoleSpec) *Door {
	t.Helper()
	w := directorytest.New(t, db)
	d := &Door{World: w, t: t, Access: access.New(access.Deps{DB: db, Events: w.Events, Roles: roles, Passwords: Cheap()})}
	if err := d.Access.SyncRoles(t.Context()); err != nil {
		t.Fatalf("sync roles: %v", err)
	}
	return d
}

// Grant gives a role from now on, without asking who may.
func (d *Door) Grant(p directory.Person, role string, reach authz.Reach, of int64) access.RightID {
	d.t.Helper()
	id, err := d.Access.Grant(d.t.Context(), directorytest.System(), access.GrantInput{Person: p.ID, Role: role, Reach: reach, Of: of})
	if err != nil {
		d.t.Fatalf("grant %s to %s: %v", role, p.Name(), err)
	}
	return id
}

// Password gives a person a password that need not be changed.
func (d *Door) Password(p directory.Person, password string) {
	d.t.Helper()
	if err := d.Access.SetPassword(d.t.Context(), directorytest.System(), p.ID, password, false); err != nil {
		d.t.Fatalf("password of %s: %v", p.Name(), err)
	}
}

// Actor is the person as they would be after a login.
func (d *Door) Actor(p directory.Person) authz.Actor {
	d.t.Helper()
	a, err := d.Access.ActorOf(d.t.Context(), p.ID)
	if err != nil {
		d.t.Fatalf("actor %s: %v", p.Name(), err)
	}
	return a
}

// Day is a length of time for periods in tests.
const Day = 24 * time.Hour
