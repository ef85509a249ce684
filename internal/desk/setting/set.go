package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of the event stream of an organisation's settings.
const Stream = "setting"

// Changed is the type of its events.
const Changed = "setting.changed"

// Told is the payload of setting.changed.
type Told struct {
	Key       Key             `json:"key"`
	Old       json.RawMessage `json:"old"`
	New       json.RawMessage `json:"new"`
	ValidFrom time.Time       `json:"valid_from"`
}

// Set decides on a setting from an instant on; zero means from now. The past cannot be decided on. Value is anything
// that becomes the JSON of the key's kind. What was decided for later instants stays.
func (s *Service) Set(ctx context.Context, by authz.Actor, org directory.OrgID, key Key, value any, validFrom time.Time) error {
	if !by.MayIn(Write, authz.Organisation, int64(org)) {
		return errs.Denied(string(Write))
	}
	d, ok := definitionOf(key)
	if !ok {
		return errs.Missing()
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	stored, wrong := d.canonical(raw)
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var bad errs.Fields
		if wrong != "" {
			bad.Add("value", wrong, "min", number(d.Min), "max", number(d.Max))
		}
		from := validFrom
		if from.IsZero() {
			from = tx.Now()
		}
		if from.Before(tx.Now().Add(-time.Minute)) {
			bad.Add("valid_from", "setting.error.past")
		}
		if err := bad.Err(); err != nil {
			return err
		}
		old, err := Get[json.RawMessage](ctx, tx, org, key, from)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertValue, int64(org), string(key), stored, sqldb.Time(from), sqldb.ID(by.Person), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], int64(org))
		if err != nil {
			return err
		}
		tx.Poke(fmt.Sprintf("setting:%d", org))
		_, err = s.events.Append(ctx, tx, by, event.Draft{
			Org: int64(org), Kind: Stream, Stream: int64(org), Pos: pos, Type: Changed, Label: string(key),
			Payload: Told{Key: key, Old: old, New: json.RawMessage(stored), ValidFrom: from},
		})
		return err
	})
}

// number writes a limit without needless decimals.
func number(f float64) string { return fmt.Sprintf("%g", f) }

var (
	insertValue = sqldb.Q("setting.insert", `
		insert into setting (org_id, key, value, valid_from, set_by, set_at) values ($1, $2, $3, $4, $5, $6)`)
	nextPos = sqldb.Q("setting.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'setting' and stream_id = $1`)
)
