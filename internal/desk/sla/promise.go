package sla

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PromiseStream is the kind of the stream of an organisation's promises.
const PromiseStream = "sla_promise"

// The events of it.
const (
	EventLevelSet = "sla.level_set"
	EventPauseSet = "sla.pause_set"
)

const levelColumns = `l.id, l.level_id, l.org_id, l.valid_from, l.ended, l.name, cast(l.fits as text), cast(l.targets as text), coalesce(l.owner_id, 0)`

var (
	selectLevels = sqldb.Q("sla.levels", `select `+levelColumns+` from sla_level l where l.org_id = $1 order by l.id`)
	insertLevel  = sqldb.Q("sla.level_insert", `
		insert into sla_level (org_id, level_id, valid_from, ended, name, fits, targets, owner_id, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	numberLevel = sqldb.Q("sla.level_number", `update sla_level set level_id = id where id = $1`)
)

func scanLevel(r sqldb.Row) (Level, error) {
	var l Level
	var fits, targets string
	err := r.Scan(&l.ID, &l.Level, &l.Org, sqldb.ScanTime(&l.From), &l.Ended, &l.Name, &fits, &targets, &l.Owner)
	if err == nil {
		err = json.Unmarshal([]byte(fits), &l.Fits)
	}
	if err == nil {
		err = json.Unmarshal([]byte(targets), &l.Targets)
	}
	return l, err
}

// Versions returns every version of every level of an organisation, in the order in which they were decided. Errors:
// errs.Forbidden.
func (s *Service) Versions(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Level, error) {
	if !mayPromise(by, org) {
		return nil, errs.Denied(string(MayPromise))
	}
	return sqldb.All(ctx, s.db, selectLevels, scanLevel, int64(org))
}

// LevelsAt picks, of all versions, those that count at an instant.
func LevelsAt(versions []Level, at time.Time) []Level { return levelsAt(versions, at) }

// check reports everything wrong with a level.
func (l *Level) check(now time.Time) error {
	var f errs.Fields
	l.Name = clean.Line(l.Name, 0)
	if clean.Blank(l.Name) {
		f.Add("name", "error.required")
	}
	if clean.Length(l.Name) > 120 {
		f.Add("name", "error.too_long", "max", 120)
	}
	if l.From.Before(now) {
		f.Add("from", "sla.error.past")
	}
	for _, p := range l.Fits.Priorities {
		if p < 1 || p > 5 {
			f.Add("priorities", "error.choose")
		}
	}
	wrong := func(name string, bad bool) {
		if bad {
			f.Add(name, "error.choose")
		}
	}
	wrong("kinds", slices.ContainsFunc(l.Fits.Kinds, func(k ticket.Kind) bool { return !k.Valid() }))
	wrong("channels", slices.ContainsFunc(l.Fits.Channels, func(c ticket.Channel) bool { return !c.Valid() }))
	wrong("people", slices.ContainsFunc(l.Fits.People, func(c directory.Category) bool { return !c.Valid() }))
	wrong("class", !slices.Contains(service.Classes(), l.Fits.Class))
	if len(l.Targets) == 0 && !l.Ended {
		f.Add(string(Respond)+".amount", "sla.error.no_target")
	}
	for i := range l.Targets {
		l.Targets[i].check(&f)
	}
	return f.Err()
}

// longest is more than any clock runs.
var longest = map[Unit]int{Minutes: 100_000, Hours: 5_000, Days: 400}

func (t *Target) check(f *errs.Fields) {
	name := string(t.Clock)
	if !t.Clock.Valid() {
		f.Add("targets", "error.choose")
		return
	}
	most, known := longest[t.Unit]
	if !known {
		f.Add(name+".unit", "error.choose")
	}
	if t.Amount < 0 || known && t.Amount > most {
		f.Add(name+".amount", "error.number")
	}
	if t.Basis != ServiceTime && t.Basis != Elapsed {
		f.Add(name+".basis", "error.choose")
	}
	if t.Warn < 0 || t.Warn > 99 {
		f.Add(name+".warn", "sla.error.percent")
	}
	if t.Share < 0 || t.Share > 100 {
		f.Add(name+".share", "sla.error.percent")
	}
}

// SetLevel decides on a level: a new one (Level 0), or a new version of one. It counts for cases that begin from its
// instant on, now at the earliest; cases that have begun keep what they have. Errors: errs.Invalid with every wrong field,
// errs.Forbidden, errs.NotFound.
func (s *Service) SetLevel(ctx context.Context, by authz.Actor, l Level) (Level, error) {
	if !mayPromise(by, l.Org) {
		return l, errs.Denied(string(MayPromise))
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if l.From.IsZero() {
			l.From = tx.Now()
		}
		if err := l.check(tx.Now()); err != nil {
			return err
		}
		if err := s.known(ctx, tx, by, &l); err != nil {
			return err
		}
		fits, err := json.Marshal(l.Fits)
		if err != nil {
			return err
		}
		targets, err := json.Marshal(l.Targets)
		if err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertLevel, int64(l.Org), int64(l.Level), sqldb.Time(l.From), l.Ended, l.Name, string(fits), string(targets),
			sqldb.ID(l.Owner), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		l.ID = LevelID(id)
		if l.Level == 0 {
			l.Level = l.ID
			if _, err := tx.Exec(ctx, numberLevel, id); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, by, l.Org, PromiseStream, int64(l.Org), EventLevelSet, l.Name, l)
	})
	return l, err
}

var selectServiceOrgs = sqldb.Q("sla.service_orgs", `select s.id from service s where s.org_id = $1 and s.id {{in $2}}`)

// known holds that a level, its services and its owner are of the organisation.
func (s *Service) known(ctx context.Context, tx *sqldb.Tx, by authz.Actor, l *Level) error {
	if l.Level != 0 {
		all, err := sqldb.All(ctx, tx, selectLevels, scanLevel, int64(l.Org))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(o Level) bool { return o.Level == l.Level }) {
			return errs.Missing()
		}
	}
	var f errs.Fields
	if len(l.Fits.Services) > 0 {
		ids, err := sqldb.All(ctx, tx, selectServiceOrgs, sqldb.Value[service.ID], int64(l.Org), list(l.Fits.Services))
		if err != nil {
			return err
		}
		if len(ids) != len(l.Fits.Services) {
			f.Add("services", "error.choose")
		}
	}
	if l.Owner != 0 {
		p, err := directory.PersonIn(ctx, tx, by, l.Owner)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err != nil || p.Org != l.Org {
			f.Add("owner", "error.choose")
		}
	}
	return f.Err()
}
