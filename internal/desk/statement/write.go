package statement

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a statement's stream in the event log.
const Stream = "statement"

// EventChanged: an authority states something new. The payload is Told.
const EventChanged = "statement.changed"

// Told is what was changed.
type Told struct {
	Conformance Conformance `json:"conformance,omitempty"`
	Assessed    string      `json:"assessed,omitempty"`
	Added       string      `json:"added,omitempty"`
	Removed     FaultID     `json:"removed,omitempty"`
}

// most bounds each text, in runes.
const most = 4000

var upsert = sqldb.Q("statement.save", `
	insert into a11y_statement (authority_id, org_id, conformance, method, assessed_on, excluded_sv, excluded_en, burden_sv, burden_en, updated_at, updated_by)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
	on conflict (authority_id) do update set conformance = excluded.conformance, method = excluded.method, assessed_on = excluded.assessed_on,
		excluded_sv = excluded.excluded_sv, excluded_en = excluded.excluded_en, burden_sv = excluded.burden_sv, burden_en = excluded.burden_en,
		updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = a11y_statement.version + 1
	where a11y_statement.version = $12`)

func (x *Statement) check(today string) error {
	var f errs.Fields
	if !slices.Contains(Conformances(), x.Conformance) {
		f.Add("conformance", "error.choose")
	}
	if !slices.Contains(Methods(), x.Method) {
		f.Add("method", "error.choose")
	}
	if _, err := time.Parse(time.DateOnly, x.Assessed); err != nil {
		f.Add("assessed", "error.date")
	} else if x.Assessed > today {
		f.Add("assessed", "statement.error.future")
	}
	for name, s := range map[string]*string{"excluded_sv": &x.Excluded.Sv, "excluded_en": &x.Excluded.En, "burden_sv": &x.Burden.Sv, "burden_en": &x.Burden.En} {
		if *s = clean.Text(*s, 0); !clean.Fits(*s, most) {
			f.Add(name, "error.too_long", "max", most)
		}
	}
	return f.Err()
}

// Save states how accessible the portal is, for one authority. Version is what its writer saw, 0 when nothing was stated.
// Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) Save(ctx context.Context, by authz.Actor, x Statement) error {
	return s.write(ctx, by, x.Authority, func(ctx context.Context, tx *sqldb.Tx, now *Statement) (Told, error) {
		if err := x.check(tx.Now().Format(time.DateOnly)); err != nil {
			return Told{}, err
		}
		n, err := tx.Exec(ctx, upsert, int64(x.Authority), int64(now.Org), string(x.Conformance), string(x.Method), x.Assessed,
			x.Excluded.Sv, x.Excluded.En, x.Burden.Sv, x.Burden.En, sqldb.Time(tx.Now()), sqldb.ID(by.Person), x.Version)
		if err == nil && (n == 0 || x.Version != now.Version) {
			err = errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return Told{Conformance: x.Conformance, Assessed: x.Assessed}, err
	})
}

// write loads the statement, asks for the right, lets fn change it and tells.
func (s *Service) write(ctx context.Context, by authz.Actor, id directory.AuthorityID, fn func(context.Context, *sqldb.Tx, *Statement) (Told, error)) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		now, found, err := sqldb.Maybe(ctx, tx, selectOne, scan, int64(id))
		if err != nil {
			return err
		}
		if !found || !mayWrite(by, now.Org) && int64(now.Org) != by.Org {
			return errs.Missing()
		}
		if !mayWrite(by, now.Org) {
			return errs.Denied(string(MayWrite))
		}
		told, err := fn(ctx, tx, &now)
		if err != nil {
			return err
		}
		pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], int64(id))
		if err != nil {
			return err
		}
		_, err = s.Events.Append(ctx, tx, by, event.Draft{Org: int64(now.Org), Kind: Stream, Stream: int64(id), Pos: pos, Type: EventChanged, Payload: told})
		return err
	})
}

var nextPos = sqldb.Q("statement.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'statement' and stream_id = $1`)
