package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// keyForm is how keys of sub-states and fields look: they stand in addresses, events and reports.
var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// SaveKind makes a new version of a kind's configuration. base is the version that the editor saw: a newer one is a
// conflict. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (s *Service) SaveKind(ctx context.Context, by authz.Actor, org directory.OrgID, kind Kind, base int64, c KindConfig) (KindConfig, error) {
	if !by.MayIn(MayConfigure, authz.Organisation, int64(org)) {
		return c, errs.Denied(string(MayConfigure))
	}
	if err := c.check(kind); err != nil {
		return c, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		newest, err := kindConfig(ctx, tx, org, kind)
		if err != nil {
			return err
		}
		if newest.Version != base {
			return errs.E(errs.Conflict, "ticket.error.kind_changed")
		}
		c.Version = newest.Version + 1
		raw, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("kind configuration: %w", err)
		}
		_, err = tx.Exec(ctx, insertKind, int64(org), string(kind), c.Version, string(raw), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		return err
	})
	return c, err
}

func (c *KindConfig) check(kind Kind) error {
	var f errs.Fields
	if !kind.Valid() {
		f.Add("kind", "error.choose")
	}
	seen := map[string]bool{}
	for i, sub := range c.Substates {
		name := fmt.Sprintf("substates.%d", i)
		if !keyForm.MatchString(sub.Key) || sub.State.Valid() && State(sub.Key).Valid() {
			f.Add(name+".key", "ticket.error.key")
		}
		if seen[sub.Key] {
			f.Add(name+".key", "ticket.error.key_twice")
		}
		seen[sub.Key] = true
		if !sub.State.Active() || sub.State == StateNew {
			f.Add(name+".state", "error.choose")
		}
		if clean.Blank(sub.Sv) {
			f.Add(name+".sv", "error.required")
		}
	}
	fieldsSeen := map[string]bool{}
	for i, spec := range c.Fields {
		name := fmt.Sprintf("fields.%d", i)
		if !keyForm.MatchString(spec.Key) {
			f.Add(name+".key", "ticket.error.key")
		}
		if fieldsSeen[spec.Key] {
			f.Add(name+".key", "ticket.error.key_twice")
		}
		fieldsSeen[spec.Key] = true
		if clean.Blank(spec.Sv) {
			f.Add(name+".sv", "error.required")
		}
		switch spec.Type {
		case "text", "long", "date":
		case "choice":
			if len(spec.Choices) == 0 {
				f.Add(name+".choices", "error.required")
			}
		default:
			f.Add(name+".type", "error.choose")
		}
	}
	return f.Err()
}

// KindVersion is one entry of a configuration's history.
type KindVersion struct {
	Kind    Kind
	Version int64
	At      time.Time
	By      directory.PersonID
}

// KindHistory lists who has changed the kinds' configuration and when, newest version first.
func (s *Service) KindHistory(ctx context.Context, by authz.Actor, org directory.OrgID) ([]KindVersion, error) {
	if !by.MayIn(MayConfigure, authz.Organisation, int64(org)) {
		return nil, errs.Denied(string(MayConfigure))
	}
	return sqldb.All(ctx, s.db, selectKindHistory, func(r sqldb.Row) (KindVersion, error) {
		var v KindVersion
		return v, r.Scan(&v.Kind, &v.Version, sqldb.ScanTime(&v.At), sqldb.ScanID(&v.By))
	}, int64(org))
}
