package model

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Decision is what a forum decided about a model and the range.
type Decision struct {
	InRange   bool      `json:"in_range"`
	Forum     string    `json:"forum"`   // "it-forum drift".
	HeldOn    string    `json:"held_on"` // A day.
	Reference string    `json:"reference,omitempty"`
	Note      string    `json:"note,omitempty"`
	Exception Exception `json:"exception,omitzero"`
	Model     ID        `json:"-"`
	Title     string    `json:"-"`
	Who       string    `json:"-"`
	At        time.Time `json:"-"`
}

// Exception is why a model may be had although it lasts shorter than is demanded.
type Exception struct {
	Why     string    `json:"why,omitempty"`
	Decided string    `json:"decided,omitempty"` // By whom.
	Life    int       `json:"-"`                 // It covers lives from so many months on.
	At      time.Time `json:"-"`
}

func (d *Decision) check(now time.Time) errs.Fields {
	var f errs.Fields
	d.Forum, d.Reference, d.Note = clean.Line(d.Forum, 0), clean.Line(d.Reference, 0), clean.Text(d.Note, 0)
	d.Exception.Why, d.Exception.Decided = clean.Text(d.Exception.Why, 0), clean.Line(d.Exception.Decided, 0)
	if clean.Blank(d.Forum) {
		f.Add("forum", "error.required")
	}
	if d.HeldOn == "" {
		f.Add("held_on", "error.required")
	}
	checkDay(&f, "held_on", d.HeldOn)
	if d.HeldOn > day(now) {
		f.Add("held_on", "model.error.future")
	}
	fits(&f, "forum", d.Forum, maxLine)
	fits(&f, "reference", d.Reference, maxLine)
	fits(&f, "note", d.Note, maxText)
	fits(&f, "why", d.Exception.Why, maxText)
	fits(&f, "decided", d.Exception.Decided, maxLine)
	if (d.Exception.Why == "") != (d.Exception.Decided == "") {
		f.Add("decided", "model.error.exception")
	}
	return f
}

var (
	setRange = sqldb.Q("model.set_range", `
		update device_model set in_range = $3, version = version + 1 where id = $1 and version = $2`)
	insertDecision = sqldb.Q("model.decision_insert", `
		insert into range_decision (org_id, model_id, in_range, forum, held_on, reference, note, person_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	insertException = sqldb.Q("model.exception_insert", `
		insert into model_exception (org_id, model_id, life, why, decided, person_id, at) values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	leastExcepted = sqldb.Q("model.excepted", `select coalesce(min(life), 0) from model_exception where model_id = $1`)
	countPrices   = sqldb.Q("model.prices_count", `select count(*) from model_price where model_id = $1 and valid_from <= $2`)
)

// Decide records what a forum decided: the model comes into the range or leaves it. One that lasts shorter than is
// demanded comes in only with an exception. Errors: errs.Invalid, errs.NotFound, errs.Conflict when somebody else has
// changed the model since version, or when it is already as decided.
func (s *Service) Decide(ctx context.Context, by authz.Actor, id ID, version int64, d Decision) error {
	if err := d.check(s.d.DB.Now()).Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		m, err := loadForWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if m.InRange == d.InRange {
			return errs.E(errs.Conflict, "model.error.already")
		}
		if d.InRange {
			if err := s.admit(ctx, tx, by, &m, d.Exception); err != nil {
				return err
			}
		}
		n, err := tx.Exec(ctx, setRange, int64(id), version, d.InRange)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if _, err := tx.Insert(ctx, insertDecision, int64(m.Org), int64(id), d.InRange, d.Forum, d.HeldOn, d.Reference, d.Note, sqldb.ID(by.Person), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, m.Org, Stream, int64(id), EventRange, m.Title(), d)
	})
}

// admit refuses what must not come into the range: without an agreement or a price, or short-lived without an exception.
func (s *Service) admit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m *Model, e Exception) error {
	var f errs.Fields
	if m.Agreement == 0 {
		f.Add("", "model.error.no_agreement")
	}
	n, err := sqldb.One(ctx, tx, countPrices, sqldb.Value[int], int64(m.ID), day(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		f.Add("", "model.error.no_price")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if e.Why != "" && m.Life < Demanded(m.Kind) {
		_, err := tx.Insert(ctx, insertException, int64(m.Org), int64(m.ID), m.Life, e.Why, e.Decided, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		return err
	}
	return lasting(ctx, tx, m.ID, m.Kind, m.Life, "why")
}

// lasting refuses a life that is shorter than the kind's, unless an exception covers it.
func lasting(ctx context.Context, tx *sqldb.Tx, id ID, kind Kind, life int, field string) error {
	if life >= Demanded(kind) {
		return nil
	}
	least, err := sqldb.One(ctx, tx, leastExcepted, sqldb.Value[int], int64(id))
	if err == nil && (least == 0 || life < least) {
		var f errs.Fields
		f.Add(field, "model.error.short", "months", life, "least", Demanded(kind))
		err = f.Err()
	}
	return err
}
