package directory

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Reference is an invoice reference (fakturareferens): where the costs of an order are sent. It belongs to a cost centre.
type Reference struct {
	ID         ReferenceID
	Org        OrgID
	Code       string
	Name       string
	CostCentre CostCentreID
	Unit       UnitID // The unit that it stands for; 0 for none.
	From, To   time.Time
	Active     bool
	Version    int64
}

// Title is the code with the name.
func (r Reference) Title() string { return strings.TrimSpace(r.Code + " " + r.Name) }

// Usable reports whether something can be ordered on it at an instant.
func (r Reference) Usable(at time.Time) bool {
	return r.Active && !r.From.After(at) && (r.To.IsZero() || r.To.After(at))
}

// References lists an organisation's invoice references, closed ones too, by code: those after a code, whose code or
// name has the words. Whoever has nothing to do with the organisation gets none.
func (s *Service) References(ctx context.Context, by authz.Actor, org OrgID, words, after string, limit int) ([]Reference, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "f")
	w.And("f.org_id = ? and f.code > ?", int64(org), after)
	if words = strings.ToLower(strings.TrimSpace(words)); words != "" {
		w.And("(lower(f.code) like ? or lower(f.name) like ?)", "%"+words+"%", "%"+words+"%")
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.references", selectReference+w.SQL()+w.Numbered(` order by f.code limit ?`, limit)), scanReference, w.Args()...)
}

// Reference finds one for whoever has to do with its organisation. Errors: errs.NotFound.
func (s *Service) Reference(ctx context.Context, by authz.Actor, id ReferenceID) (Reference, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "f")
	w.And("f.id = ?", int64(id))
	f, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("directory.reference", selectReference+w.SQL()), scanReference, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return f, err
}

// ReferencesFor lists the invoice references in use that some right of the actor with the verb names, by code: what a
// form offers. A right that is narrowed to a service offers its references too; authz.Actor.For decides on the matter.
func (s *Service) ReferencesFor(ctx context.Context, by authz.Actor, verb authz.Verb, org OrgID, limit int) ([]Reference, error) {
	scope := referencesFor(by, verb)
	if scope.Empty() {
		return nil, nil
	}
	now := sqldb.Time(s.db.Now())
	var w sqldb.Where
	and(&w, scope, "f")
	w.And("f.org_id = ? and f.active and f.valid_from <= ? and (f.valid_to is null or f.valid_to > ?)", int64(org), now, now)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.references.for", selectReference+w.SQL()+w.Numbered(` order by f.code limit ?`, limit)), scanReference, w.Args()...)
}

// OwnReference is the invoice reference of the actor's own unit, the first by code; none when it has none in use.
func (s *Service) OwnReference(ctx context.Context, by authz.Actor) (Reference, bool, error) {
	return sqldb.Maybe(ctx, s.db, ownReference, scanReference, by.Person, sqldb.Time(s.db.Now()))
}

// ReferenceNamed finds the one that somebody typed: by its code, or by its name in full. Errors: errs.NotFound.
func (s *Service) ReferenceNamed(ctx context.Context, by authz.Actor, org OrgID, words string) (Reference, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "f")
	words = strings.TrimSpace(words)
	w.And("f.org_id = ? and (f.code = ? or lower(f.name) = ? or f.code || ' ' || f.name = ?)", int64(org), words, strings.ToLower(words), words)
	all, err := sqldb.All(ctx, s.db, sqldb.Q("directory.reference.named", selectReference+w.SQL()+` order by f.active desc, f.code limit 2`), scanReference, w.Args()...)
	if err == nil && (len(all) == 0 || len(all) == 2 && all[0].Code != words && all[1].Active) {
		err = errs.Missing()
	}
	if err != nil {
		return Reference{}, err
	}
	return all[0], nil
}

// ReferenceByID finds one for a use case that has decided who may. Errors: errs.NotFound.
func ReferenceByID(ctx context.Context, q sqldb.Querier, id ReferenceID) (Reference, error) {
	f, found, err := sqldb.Maybe(ctx, q, referenceByID, scanReference, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return f, err
}

// ReferenceByCode finds one by what is printed on an invoice. Errors: errs.NotFound.
func ReferenceByCode(ctx context.Context, q sqldb.Querier, org OrgID, code string) (Reference, error) {
	f, found, err := sqldb.Maybe(ctx, q, referenceByCode, scanReference, int64(org), strings.TrimSpace(code))
	if err == nil && !found {
		err = errs.Missing()
	}
	return f, err
}

// ReferencesIn returns several by their numbers; unknown ones are missing.
func ReferencesIn(ctx context.Context, q sqldb.Querier, ids ...ReferenceID) (map[ReferenceID]Reference, error) {
	out := make(map[ReferenceID]Reference, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	return out, sqldb.Each(ctx, q, referencesByID, func(r sqldb.Row) error {
		f, err := scanReference(r)
		out[f.ID] = f
		return err
	}, sqldb.List[ReferenceID](ids))
}

// UsableReference is one that something can be ordered on at an instant in that organisation. One that is unknown, closed
// or another organisation's is a field error at "reference".
func UsableReference(ctx context.Context, q sqldb.Querier, org OrgID, id ReferenceID, at time.Time) (Reference, error) {
	f, err := ReferenceByID(ctx, q, id)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Reference{}, err
	}
	var bad errs.Fields
	switch {
	case err != nil || f.Org != org:
		bad.Add("reference", "reference.unknown")
	case !f.Usable(at):
		bad.Add("reference", "reference.closed", "code", f.Code)
	}
	return f, bad.Err()
}

const selectReference = `select f.id, f.org_id, f.code, f.name, f.cost_centre_id, f.unit_id, f.valid_from, f.valid_to, f.active, f.version
	from invoice_reference f where `

var (
	referenceByID   = sqldb.Q("directory.reference.id", selectReference+`f.id = $1`)
	referenceByCode = sqldb.Q("directory.reference.code", selectReference+`f.org_id = $1 and f.code = $2`)
	ownReference    = sqldb.Q("directory.reference.own", selectReference+`f.unit_id = (select p.unit_id from person p where p.id = $1)
		and f.active and f.valid_from <= $2 and (f.valid_to is null or f.valid_to > $2) order by f.code limit 1`)
	referencesByID = sqldb.Q("directory.references.id", selectReference+`f.id {{in $1}}`)
)

func scanReference(r sqldb.Row) (Reference, error) {
	var f Reference
	err := r.Scan(&f.ID, &f.Org, &f.Code, &f.Name, &f.CostCentre, sqldb.ScanID(&f.Unit), sqldb.ScanTime(&f.From), sqldb.ScanTime(&f.To),
		&f.Active, &f.Version)
	return f, err
}
