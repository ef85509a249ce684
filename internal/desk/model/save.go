package model

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a model's stream in the event log.
const Stream = "model"

// The events of a model.
const (
	EventAdded   = "model.added"
	EventChanged = "model.changed"
	EventPriced  = "model.priced"
	EventRange   = "model.range"
)

// Input is what is said about a model.
type Input struct {
	Kind      Kind        `json:"kind"`
	Maker     string      `json:"maker"`
	Name      string      `json:"name"`
	AboutSv   string      `json:"about_sv,omitempty"`
	AboutEn   string      `json:"about_en,omitempty"`
	Life      int         `json:"life"`
	Warranty  int         `json:"warranty,omitempty"`
	Network   bool        `json:"network,omitempty"`
	Agreement AgreementID `json:"agreement,omitempty"`
}

// maxMonths is longer than any device lasts.
const maxMonths = 240

func (in *Input) check() errs.Fields {
	var f errs.Fields
	in.Maker, in.Name = clean.Line(in.Maker, 0), clean.Line(in.Name, 0)
	in.AboutSv, in.AboutEn = clean.Text(in.AboutSv, 0), clean.Text(in.AboutEn, 0)
	if !in.Kind.Valid() {
		f.Add("kind", "error.choose")
	}
	if clean.Blank(in.Maker) {
		f.Add("maker", "error.required")
	}
	if clean.Blank(in.Name) {
		f.Add("name", "error.required")
	}
	fits(&f, "maker", in.Maker, maxLine)
	fits(&f, "name", in.Name, maxLine)
	fits(&f, "about_sv", in.AboutSv, maxText)
	fits(&f, "about_en", in.AboutEn, maxText)
	if in.Life < 1 || in.Life > maxMonths {
		f.Add("life", "model.error.months", "most", maxMonths)
	}
	if in.Warranty < 0 || in.Warranty > maxMonths {
		f.Add("warranty", "model.error.months", "most", maxMonths)
	}
	return f
}

var (
	insertModel = sqldb.Q("model.insert", `
		insert into device_model (org_id, kind, maker, name, sort_key, about_sv, about_en, life, warranty, network, agreement_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`)
	updateModel = sqldb.Q("model.update", `
		update device_model set kind = $4, maker = $5, name = $6, sort_key = $7, about_sv = $8, about_en = $9, life = $10, warranty = $11, network = $12,
			agreement_id = $13, version = version + 1 where id = $1 and org_id = $2 and version = $3`)
)

// Add makes a model that is not in the range yet. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (ID, error) {
	if !mayWrite(by, org) {
		return 0, errs.Denied(string(MayWrite))
	}
	if err := in.check().Err(); err != nil {
		return 0, err
	}
	var id int64
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := belongs(ctx, tx, org, in.Agreement); err != nil {
			return err
		}
		var err error
		id, err = tx.Insert(ctx, insertModel, int64(org), string(in.Kind), in.Maker, in.Name, directory.SortKey(in.Maker+" "+in.Name), in.AboutSv, in.AboutEn,
			in.Life, in.Warranty, in.Network, sqldb.ID(in.Agreement))
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, by, org, Stream, id, EventAdded, in.Maker+" "+in.Name, in)
	})
	return ID(id), taken(err)
}

// Change writes over a model. One that is in the range keeps the demanded life or has a recorded exception.
// Errors: errs.Invalid, errs.NotFound, errs.Conflict when somebody else has changed it since version.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, in Input) error {
	if err := in.check().Err(); err != nil {
		return err
	}
	return taken(s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		m, err := loadForWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := belongs(ctx, tx, m.Org, in.Agreement); err != nil {
			return err
		}
		if m.InRange {
			if err := lasting(ctx, tx, id, in.Kind, in.Life, "life"); err != nil {
				return err
			}
		}
		n, err := tx.Exec(ctx, updateModel, int64(id), int64(m.Org), version, string(in.Kind), in.Maker, in.Name, directory.SortKey(in.Maker+" "+in.Name),
			in.AboutSv, in.AboutEn, in.Life, in.Warranty, in.Network, sqldb.ID(in.Agreement))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return s.tell(ctx, tx, by, m.Org, Stream, int64(id), EventChanged, in.Maker+" "+in.Name, in)
	}))
}

// belongs refuses an agreement that is not the organisation's.
func belongs(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, id AgreementID) error {
	if id == 0 {
		return nil
	}
	n, err := sqldb.One(ctx, tx, agreementThere, sqldb.Value[int], int64(id), int64(org))
	if err == nil && n == 0 {
		var f errs.Fields
		f.Add("agreement", "error.choose")
		err = f.Err()
	}
	return err
}

// taken turns a name that another model has into an error of the form.
func taken(err error) error {
	if sqldb.Violates(err, "device_model_org_id_maker_name_key") {
		var f errs.Fields
		f.Add("name", "model.error.taken")
		return f.Err()
	}
	return err
}
