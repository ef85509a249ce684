package access

import (
	"context"
	"sync"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// The roles that nobody grants: a person's category decides which of the two they hold, for what is their own. Setting
// access.base lists the categories of base users; everybody else is a temporary user. A role "base_" + category adds to it
// for that category.
const (
	BaseRole      = "base"
	TemporaryRole = "temporary"
)

// Deps is what the package works with.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Roles     []RoleSpec
	Passwords PasswordParams // Zero: DefaultPasswords.
	Limits    Limits
}

// RoleSpec is a role that ships with the product.
type RoleSpec struct {
	Key     string
	Sv, En  string
	Verbs   []authz.Verb
	Reaches []authz.Reach // Where it may be granted; none for BaseRole and TemporaryRole.
	// Limits is what it may be narrowed to; none for a role whose verbs are asked for by reach alone.
	Limits []authz.Reach
	// GivenBy is a verb that lets somebody give the role within that verb's reach without holding what it holds; "" for none.
	GivenBy authz.Verb
	// Central roles count only when a second person with the right to give them has confirmed.
	Central bool
	// Helped is a role whose holders the desk helps with a new password although the desk does not hold it.
	Helped bool
}

// Client is the other end of a login.
type Client struct {
	Agent   string // What the browser calls itself.
	Address string // The network address.
}

// Identity is somebody known, with what they may do just now.
type Identity struct {
	Actor      authz.Actor
	Person     directory.Person
	OrgName    string
	Lang       i18n.Lang
	MustChange bool // The password was set by somebody else and must be changed first.
}

// Service is the use cases.
type Service struct {
	db       *sqldb.DB
	events   *event.Log
	roles    []RoleSpec
	passwds  PasswordParams
	limits   Limits
	dummy    string        // A hash that no password fits, for logins that do not exist.
	hashing  chan struct{} // Bounds hashing at the same time: each takes memory.
	seenLock sync.Mutex
	seen     map[int64]time.Time // Sessions used since the last FlushSeen.
	used     map[int64]time.Time // Tokens likewise.
}

// New returns the service. It hashes once, for the dummy.
func New(d Deps) *Service {
	if d.Passwords == (PasswordParams{}) {
		d.Passwords = DefaultPasswords()
	}
	return &Service{
		db: d.DB, events: d.Events, roles: d.Roles, passwds: d.Passwords, limits: d.Limits.withDefaults(),
		dummy: d.Passwords.hash(newSecret()), hashing: make(chan struct{}, maxHashing),
		seen: map[int64]time.Time{}, used: map[int64]time.Time{},
	}
}

// Log writes to the security log; see package audit.
func Log(ctx context.Context, tx *sqldb.Tx, by authz.Actor, what audit.What, subject string, id int64, detail any) error {
	return audit.Log(ctx, tx, by, what, subject, id, detail)
}

// SecurityLog lists the security log, newest first, as far as the actor may read it.
func (s *Service) SecurityLog(ctx context.Context, by authz.Actor, f audit.Filter) ([]audit.Entry, error) {
	return audit.List(ctx, s.db, by, f)
}
