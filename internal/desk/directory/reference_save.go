package directory

import (
	"context"
	"strconv"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// ReferenceInput is what is said about an invoice reference.
type ReferenceInput struct {
	Code       string
	Name       string
	CostCentre CostCentreID
	Unit       UnitID
	From       time.Time // Zero: from now on, and for one that is changed, as it was.
	To         time.Time // Zero: until it is closed.
}

// Check cleans the input in place and reports what is wrong.
func (in *ReferenceInput) Check() errs.Fields {
	var bad errs.Fields
	in.Code, in.Name = clean.Line(in.Code, 0), clean.Line(in.Name, 0)
	required(&bad, "code", in.Code)
	if !clean.Fits(in.Name, maxLine) {
		bad.Add("name", "field.too_long", "max", maxLine)
	}
	if in.CostCentre == 0 {
		bad.Add("cost_centre", "field.choice")
	}
	return bad
}

// AddReference makes an invoice reference. It asks for verb unit.write in the organisation.
func (s *Service) AddReference(ctx context.Context, by authz.Actor, org OrgID, in ReferenceInput) (Reference, error) {
	if !mayInOrg(by, UnitWrite, org) {
		return Reference{}, errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return Reference{}, err
	}
	var f Reference
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.From.IsZero() {
			in.From = tx.Now()
		}
		if err := in.fits(ctx, tx, org); err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertReference, int64(org), in.Code, in.Name, int64(in.CostCentre), sqldb.ID(in.Unit), sqldb.Time(in.From), sqldb.Time(in.To))
		if sqldb.Violates(err, "invoice_reference_org_id_code_key") {
			return fieldTaken("code")
		}
		if err != nil {
			return err
		}
		f = in.over(Reference{ID: ReferenceID(id), Org: org, Active: true, Version: 1})
		return s.tellReference(ctx, tx, by, f, ReferenceAdded, f.changes(Reference{}))
	})
	return f, err
}

// ChangeReference writes over an invoice reference, closes it or opens it again. Errors: errs.Conflict over a version that
// is not the newest.
func (s *Service) ChangeReference(ctx context.Context, by authz.Actor, id ReferenceID, version int64, in ReferenceInput, active bool) (Reference, error) {
	before, err := s.Reference(ctx, by, id)
	if err != nil {
		return before, err
	}
	if !mayInOrg(by, UnitWrite, before.Org) {
		return before, errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return before, err
	}
	if in.From.IsZero() {
		in.From = before.From
	}
	after := in.over(before)
	after.Active, after.Version = active, version+1
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := in.fits(ctx, tx, before.Org); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, updateReference, int64(id), version, in.Code, in.Name, int64(in.CostCentre), sqldb.ID(in.Unit), sqldb.Time(in.From), sqldb.Time(in.To), active)
		if sqldb.Violates(err, "invoice_reference_org_id_code_key") {
			return fieldTaken("code")
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return s.tellReference(ctx, tx, by, after, ReferenceChanged, after.changes(before))
	})
	return after, err
}

// fits refuses what is another organisation's, and a period that is over before it begins.
func (in ReferenceInput) fits(ctx context.Context, tx *sqldb.Tx, org OrgID) error {
	var bad errs.Fields
	if !in.To.IsZero() && !in.To.After(in.From) {
		bad.Add("to", "grant.to.before")
	}
	for _, x := range []struct {
		field string
		stmt  sqldb.Stmt
		id    int64
	}{{"cost_centre", costInOrg, int64(in.CostCentre)}, {"unit", unitInOrg, int64(in.Unit)}} {
		if x.id == 0 {
			continue
		}
		if _, found, err := sqldb.Maybe(ctx, tx, x.stmt, sqldb.Value[int64], x.id, int64(org)); err != nil {
			return err
		} else if !found {
			bad.Add(x.field, "field.choice")
		}
	}
	return bad.Err()
}

func (in ReferenceInput) over(f Reference) Reference {
	f.Code, f.Name, f.CostCentre, f.Unit, f.From, f.To = in.Code, in.Name, in.CostCentre, in.Unit, in.From, in.To
	return f
}

// changes lists what differs from how it was.
func (f Reference) changes(before Reference) []Change {
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	return differing([]Change{
		{"code", before.Code, f.Code},
		{"name", before.Name, f.Name},
		{"cost_centre", number(int64(before.CostCentre)), number(int64(f.CostCentre))},
		{"unit", number(int64(before.Unit)), number(int64(f.Unit))},
		{"from", day(before.From), day(f.From)},
		{"to", day(before.To), day(f.To)},
		{"active", strconv.FormatBool(before.Active), strconv.FormatBool(f.Active)},
	})
}

func (s *Service) tellReference(ctx context.Context, tx *sqldb.Tx, by authz.Actor, f Reference, eventType string, changes []Change) error {
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(f.Org), Kind: ReferenceStream, Stream: int64(f.ID), Pos: f.Version, Type: eventType, Label: f.Code, Payload: Changed{changes},
	})
	return err
}

var (
	insertReference = sqldb.Q("directory.reference.insert", `
		insert into invoice_reference (org_id, code, name, cost_centre_id, unit_id, valid_from, valid_to)
		values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	updateReference = sqldb.Q("directory.reference.update", `
		update invoice_reference set code = $3, name = $4, cost_centre_id = $5, unit_id = $6, valid_from = $7, valid_to = $8, active = $9,
			version = version + 1 where id = $1 and version = $2`)
)
