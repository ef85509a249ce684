package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// What names a sort of entry.
type What string

// The sorts of entries that several capabilities write; each may add its own.
const (
	LoginOK        What = "login.ok"
	LoginFailed    What = "login.failed"
	LoginLimited   What = "login.limited"
	Logout         What = "logout"
	PersonRead     What = "person.read"
	PersonProtect  What = "person.protected"
	PersonOpen     What = "person.unprotected"
	RightGranted   What = "right.granted"
	RightEnded     What = "right.ended"
	RightProposed  What = "right.proposed"
	RightConfirmed What = "right.confirmed"
	RoleChanged    What = "role.changed"
	PasswordSet    What = "password.set"
	TokenMade      What = "token.created"
	TokenEnded     What = "token.ended"
	SessionRevoked What = "session.revoked"
	Exported       What = "export"
	Imported       What = "import"
)

// Entry is one line of the security log.
type Entry struct {
	ID        int64
	Org       int64 // The organisation whose administrators may read the entry; 0 for the installation's own.
	At        time.Time
	Actor     int64 // 0 for the system and for somebody unknown.
	ActorAs   string
	What      What
	Subject   string // The kind of thing, for example "person".
	SubjectID int64
	Address   string // The network address of a login.
	Detail    json.RawMessage
}

// Log writes an entry about a thing of the actor's own organisation. Detail becomes JSON; nil is an empty object.
func Log(ctx context.Context, tx *sqldb.Tx, by authz.Actor, what What, subject string, id int64, detail any) error {
	return Write(ctx, tx, by, Entry{Org: by.Org, What: what, Subject: subject, SubjectID: id}, detail)
}

// Write is Log for a thing of another organisation, or with a network address.
func Write(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e Entry, detail any) error {
	raw := []byte("{}")
	if detail != nil {
		var err error
		if raw, err = json.Marshal(detail); err != nil {
			return fmt.Errorf("security log %s: %w", e.What, err)
		}
	}
	_, err := tx.Exec(ctx, insertEntry, sqldb.ID(e.Org), sqldb.Time(tx.Now()), sqldb.ID(by.Person), by.Name, string(e.What),
		e.Subject, sqldb.ID(e.SubjectID), clean.Line(e.Address, 100), string(raw))
	if err != nil {
		return fmt.Errorf("security log %s: %w", e.What, err)
	}
	return nil
}
