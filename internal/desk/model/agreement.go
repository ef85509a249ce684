package model

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

// AgreementID names a framework agreement.
type AgreementID int64

// SupplierID names the supplier of an agreement; the register of suppliers is above this package.
type SupplierID int64

// AgreementStream is the kind of an agreement's stream in the event log.
const AgreementStream = "framework"

// EventAgreementSaved is the event of an agreement that was added or changed.
const EventAgreementSaved = "agreement.saved"

const (
	maxLine  = 200
	maxText  = 4000
	maxUnits = 200
)

// Agreement is a framework agreement (ramavtal).
type Agreement struct {
	ID        AgreementID        `json:"-"`
	Org       directory.OrgID    `json:"-"`
	Number    string             `json:"number"`
	Name      string             `json:"name"`
	Supplier  SupplierID         `json:"supplier,omitempty"`
	From      string             `json:"from"` // Days, 2026-11-22.
	To        string             `json:"to,omitempty"`
	Everybody bool               `json:"everybody"`       // The whole organisation is entitled,
	Units     []directory.UnitID `json:"units,omitempty"` // or these with all below them.
	UnitNames []string           `json:"-"`
	Note      string             `json:"note,omitempty"`
	Version   int64              `json:"-"`
	Models    int                `json:"-"` // How many models hang on it.
}

// InForce reports whether the agreement counts at an instant.
func (a *Agreement) InForce(at time.Time) bool {
	d := day(at)
	return a.From <= d && (a.To == "" || a.To >= d)
}

func (a *Agreement) check() errs.Fields {
	var f errs.Fields
	a.Number, a.Name, a.Note = clean.Line(a.Number, 0), clean.Line(a.Name, 0), clean.Text(a.Note, 0)
	for name, value := range map[string]string{"number": a.Number, "name": a.Name} {
		if clean.Blank(value) {
			f.Add(name, "error.required")
		}
		fits(&f, name, value, maxLine)
	}
	fits(&f, "note", a.Note, maxText)
	if a.From == "" {
		f.Add("from", "error.required")
	}
	checkDay(&f, "from", a.From)
	checkDay(&f, "to", a.To)
	if a.To != "" && a.To < a.From {
		f.Add("to", "model.error.before")
	}
	slices.Sort(a.Units)
	a.Units = slices.Compact(a.Units)
	if a.Everybody {
		a.Units = nil
	}
	if !a.Everybody && len(a.Units) == 0 || len(a.Units) > maxUnits {
		f.Add("units", "model.error.nobody")
	}
	return f
}

func fits(f *errs.Fields, name, value string, limit int) {
	if !clean.Fits(value, limit) {
		f.Add(name, "error.too_long", "max", limit)
	}
}

// checkDay refuses what is no day; "" is none.
func checkDay(f *errs.Fields, name, day string) {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		f.Add(name, "error.date")
	}
}

var (
	selectAgreements = sqldb.Q("framework.list", `
		select a.id, a.org_id, a.number, a.name, a.supplier_id, a.valid_from, a.valid_to, a.everybody, a.note, a.version,
			(select count(*) from device_model m where m.agreement_id = a.id)
		from framework_agreement a where a.org_id = $1 order by a.valid_from desc, a.number limit $2`)
	selectAgreementUnits = sqldb.Q("framework.units", `
		select fp.agreement_id, u.id, u.name from framework_party fp join framework_agreement a on a.id = fp.agreement_id join unit u on u.id = fp.unit_id
		where a.org_id = $1 order by u.sort_key, u.id`)
	insertAgreement = sqldb.Q("framework.insert", `
		insert into framework_agreement (org_id, number, name, supplier_id, valid_from, valid_to, everybody, note) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateAgreement = sqldb.Q("framework.update", `
		update framework_agreement set number = $4, name = $5, supplier_id = $6, valid_from = $7, valid_to = $8, everybody = $9, note = $10, version = version + 1
		where id = $1 and org_id = $2 and version = $3`)
	agreementThere = sqldb.Q("framework.there", `select count(*) from framework_agreement where id = $1 and org_id = $2`)
	deleteParties  = sqldb.Q("framework.parties_delete", `delete from framework_party where agreement_id = $1`)
	insertParty    = sqldb.Q("framework.party_insert", `insert into framework_party (agreement_id, unit_id) values ($1, $2)`)
	countUnits     = sqldb.Q("framework.units_count", `select count(*) from unit where org_id = $1 and id {{in $2}}`)
	countSupplier  = sqldb.Q("framework.supplier_count", `select count(*) from supplier where org_id = $1 and id = $2`)
	nextPos        = sqldb.Q("model.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

// Agreements returns an organisation's framework agreements, the newest first. Errors: errs.Forbidden.
func (s *Service) Agreements(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Agreement, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	list, err := sqldb.All(ctx, s.d.DB, selectAgreements, func(r sqldb.Row) (Agreement, error) {
		var a Agreement
		return a, r.Scan(&a.ID, &a.Org, &a.Number, &a.Name, sqldb.ScanID(&a.Supplier), &a.From, &a.To, &a.Everybody, &a.Note, &a.Version, &a.Models)
	}, int64(org), most)
	if err != nil {
		return nil, err
	}
	return list, sqldb.Each(ctx, s.d.DB, selectAgreementUnits, func(r sqldb.Row) error {
		var id AgreementID
		var unit directory.UnitID
		var name string
		if err := r.Scan(&id, &unit, &name); err != nil {
			return err
		}
		for i := range list {
			if list[i].ID == id {
				list[i].Units, list[i].UnitNames = append(list[i].Units, unit), append(list[i].UnitNames, name)
			}
		}
		return nil
	}, int64(org))
}

// SaveAgreement adds (ID 0) or changes a framework agreement.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict when somebody else has changed it since its version.
func (s *Service) SaveAgreement(ctx context.Context, by authz.Actor, a Agreement) (Agreement, error) {
	if !mayWrite(by, a.Org) {
		return a, errs.Denied(string(MayWrite))
	}
	if err := a.check().Err(); err != nil {
		return a, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.putAgreement(ctx, tx, by, &a) })
	if sqldb.Violates(err, "framework_agreement_org_id_number_key") {
		var f errs.Fields
		f.Add("number", "model.error.number_taken")
		err = f.Err()
	}
	return a, err
}

func (s *Service) putAgreement(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Agreement) error {
	if err := known(ctx, tx, a); err != nil {
		return err
	}
	if a.ID == 0 {
		id, err := tx.Insert(ctx, insertAgreement, int64(a.Org), a.Number, a.Name, sqldb.ID(a.Supplier), a.From, a.To, a.Everybody, a.Note)
		if err != nil {
			return err
		}
		a.ID, a.Version = AgreementID(id), 1
	} else {
		n, err := tx.Exec(ctx, updateAgreement, int64(a.ID), int64(a.Org), a.Version, a.Number, a.Name, sqldb.ID(a.Supplier), a.From, a.To, a.Everybody, a.Note)
		if err != nil {
			return err
		}
		if n == 0 {
			return gone(ctx, tx, agreementThere, int64(a.ID), int64(a.Org))
		}
		a.Version++
	}
	if _, err := tx.Exec(ctx, deleteParties, int64(a.ID)); err != nil {
		return err
	}
	for _, u := range a.Units {
		if _, err := tx.Exec(ctx, insertParty, int64(a.ID), int64(u)); err != nil {
			return err
		}
	}
	return s.tell(ctx, tx, by, a.Org, AgreementStream, int64(a.ID), EventAgreementSaved, a.Number, a)
}

// known refuses units and suppliers that are not the organisation's.
func known(ctx context.Context, tx *sqldb.Tx, a *Agreement) error {
	var f errs.Fields
	n, err := sqldb.One(ctx, tx, countUnits, sqldb.Value[int], int64(a.Org), sqldb.List[directory.UnitID](a.Units))
	if err != nil {
		return err
	}
	if n != len(a.Units) {
		f.Add("units", "error.choose")
	}
	if a.Supplier != 0 {
		n, err := sqldb.One(ctx, tx, countSupplier, sqldb.Value[int], int64(a.Org), int64(a.Supplier))
		if err != nil {
			return err
		}
		if n == 0 {
			f.Add("supplier", "error.choose")
		}
	}
	return f.Err()
}

// gone says why an update met no row: it is not there, or somebody else was quicker.
func gone(ctx context.Context, tx *sqldb.Tx, there sqldb.Stmt, args ...any) error {
	n, err := sqldb.One(ctx, tx, there, sqldb.Value[int], args...)
	if err == nil && n == 0 {
		return errs.Missing()
	}
	if err == nil {
		err = errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	return err
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, stream string, id int64, what, label string, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], stream, id)
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: stream, Stream: id, Pos: pos, Type: what, Label: label, Payload: payload})
	return err
}
