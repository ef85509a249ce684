package service

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Stream is the kind of a service's stream in the event log.
const Stream = "service"

// The events.
const (
	EventAdded   = "service.added"
	EventChanged = "service.changed"
)

// Told is the payload of both.
type Told struct {
	Before *Item `json:"before,omitempty"`
	After  Item  `json:"after"`
}

// codeForm is what a short name looks like: it stands in files and in the API.
var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

// check cleans the item in place and reports everything wrong with it.
func (i *Item) check() error {
	var f errs.Fields
	i.Code, i.Sv, i.En = clean.Line(i.Code, 0), clean.Line(i.Sv, 0), clean.Line(i.En, 0)
	if !codeForm.MatchString(i.Code) {
		f.Add("code", "field.key")
	}
	if clean.Blank(i.Sv) {
		f.Add("sv", "error.required")
	}
	for name, value := range map[string]string{"sv": i.Sv, "en": i.En} {
		if clean.Length(value) > 200 {
			f.Add(name, "error.too_long", "max", 200)
		}
	}
	if !slices.Contains(Classes(), i.Class) {
		f.Add("class", "error.choose")
	}
	return f.Err()
}

// Save adds (ID 0) or changes a service. Errors: errs.Invalid with every wrong field, errs.Conflict, errs.Forbidden,
// errs.NotFound.
func (s *Service) Save(ctx context.Context, by authz.Actor, i Item) (Item, error) {
	if !mayWrite(by, i.Org) {
		return i, errs.Denied(string(MayWrite))
	}
	if err := i.check(); err != nil {
		return i, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if i.ID == 0 {
			i.Active = true
			return taken(s.add(ctx, tx, by, &i))
		}
		return taken(s.change(ctx, tx, by, &i))
	})
	return i, err
}

func (s *Service) add(ctx context.Context, tx *sqldb.Tx, by authz.Actor, i *Item) error {
	if err := insert(ctx, tx, i); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, EventAdded, Told{After: *i})
}

func (s *Service) change(ctx context.Context, tx *sqldb.Tx, by authz.Actor, i *Item) error {
	old, found, err := sqldb.Maybe(ctx, tx, selectOne, scan, int64(i.ID))
	if err != nil {
		return err
	}
	if !found || old.Org != i.Org {
		return errs.Missing()
	}
	n, err := tx.Exec(ctx, updateItem, i.Code, i.Sv, i.En, textindex.SortKey(i.Sv), string(i.Class), i.Central, i.Forwarded, i.Active, int64(i.ID), i.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	i.Version++
	if i.Class != old.Class {
		if err := setClass(ctx, tx, i, tx.Now()); err != nil {
			return err
		}
	}
	return s.tell(ctx, tx, by, EventChanged, Told{Before: &old, After: *i})
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, kind string, told Told) error {
	i := told.After
	tx.Poke("service:" + strconv.FormatInt(int64(i.Org), 10))
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(i.Org), Kind: Stream, Stream: int64(i.ID), Pos: i.Version, Type: kind, Label: i.Code, Payload: told,
	})
	return err
}

// taken says at the field that a code is another service's.
func taken(err error) error {
	if !sqldb.Violates(err, "service_org_id_code_key") {
		return err
	}
	var f errs.Fields
	f.Add("code", "field.taken")
	return f.Err()
}
