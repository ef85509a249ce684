package supplier

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a supplier's stream in the event log.
const Stream = "supplier"

// The events.
const (
	EventAdded    = "supplier.added"
	EventChanged  = "supplier.changed"
	EventAgreed   = "supplier.agreed"
	EventContact  = "supplier.contact"
	EventVerified = "supplier.verified"
	EventReport   = "supplier.report"
	EventLevels   = "supplier.levels"
)

// maxLine and maxText bound what people write, in runes.
const (
	maxLine = 200
	maxText = 4000
)

// Input is what is said about a supplier.
type Input struct {
	Sort       Sort               `json:"sort"`
	Name       string             `json:"name"`
	CustomerNo string             `json:"customer_no,omitempty"`
	Phone      string             `json:"phone,omitempty"`
	Email      string             `json:"email,omitempty"`
	Web        string             `json:"web,omitempty"`
	Note       string             `json:"note,omitempty"`
	Login      string             `json:"-"` // Of the person behind a supplier of sort Person.
	Owner      directory.PersonID `json:"owner,omitempty"`
	Active     bool               `json:"active"`
}

func (in *Input) check() errs.Fields {
	var f errs.Fields
	in.Name, in.Note = clean.Line(in.Name, 0), clean.Text(in.Note, 0)
	for _, v := range []struct {
		name string
		to   *string
	}{{"customer_no", &in.CustomerNo}, {"phone", &in.Phone}, {"email", &in.Email}, {"web", &in.Web}, {"name", &in.Name}} {
		*v.to = clean.Line(*v.to, 0)
		fits(&f, v.name, *v.to, maxLine)
	}
	fits(&f, "note", in.Note, maxText)
	if clean.Blank(in.Name) {
		f.Add("name", "error.required")
	}
	if !in.Sort.Valid() {
		f.Add("sort", "error.choose")
	}
	address(&f, "email", in.Email)
	return f
}

func fits(f *errs.Fields, name, value string, limit int) {
	if !clean.Fits(value, limit) {
		f.Add(name, "error.too_long", "max", limit)
	}
}

// address refuses what cannot be a mail address; "" is none.
func address(f *errs.Fields, name, value string) {
	if at := strings.LastIndex(value, "@"); value != "" && (at < 1 || at == len(value)-1 || strings.ContainsAny(value, " \t,;")) {
		f.Add(name, "supplier.error.email")
	}
}

// Add makes a supplier. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (Supplier, error) {
	in.Active = true
	x := Supplier{Org: org}
	return x, s.save(ctx, by, &x, in, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := mayIn(ctx, tx, by, MayWrite, org); err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertSupplier, int64(org), string(in.Sort), in.Name, directory.SortKey(in.Name))
		if err != nil {
			return err
		}
		x.ID, x.Version = ID(id), 1
		return nil
	})
}

// Change writes over a supplier, takes it out of use or back. Errors: errs.Invalid, errs.NotFound, errs.Forbidden,
// errs.Conflict when somebody else has changed it since version.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, in Input) (Supplier, error) {
	var x Supplier
	return x, s.save(ctx, by, &x, in, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if x, err = loadFor(ctx, tx, by, MayWrite, id); err != nil {
			return err
		}
		return s.next(ctx, tx, &x, version)
	})
}

// save is what adding and changing have in common.
func (s *Service) save(ctx context.Context, by authz.Actor, x *Supplier, in Input, begin func(context.Context, *sqldb.Tx) error) error {
	f := in.check()
	var behind directory.Person
	if in.Sort == Person {
		p, err := s.d.Directory.PersonByLogin(ctx, by, strings.ToLower(clean.Line(in.Login, 0)))
		switch {
		case errs.Is(err, errs.NotFound):
			f.Add("login", "supplier.error.login")
		case err != nil:
			return err
		}
		behind = p
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := begin(ctx, tx); err != nil {
			return err
		}
		if err := ownerIn(ctx, tx, x.Org, in.Owner); err != nil {
			return err
		}
		if behind.ID != 0 && behind.Org != x.Org {
			f.Add("login", "supplier.error.login")
			return f.Err()
		}
		what := EventChanged
		if x.Version == 1 {
			what = EventAdded
		}
		x.Sort, x.Name, x.CustomerNo, x.Phone, x.Email, x.Web, x.Note, x.Active = in.Sort, in.Name, in.CustomerNo, in.Phone, in.Email, in.Web, in.Note, in.Active
		x.Owner, x.Person = in.Owner, behind.ID
		if _, err := tx.Exec(ctx, updateSupplier, int64(x.ID), string(x.Sort), x.Name, directory.SortKey(x.Name), x.Active); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, ensureCard, int64(x.ID), int64(x.Org)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, updateCard, int64(x.ID), x.CustomerNo, x.Phone, x.Email, x.Web, x.Note, sqldb.ID(x.Person), sqldb.ID(x.Owner)); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, x, what, in)
	})
}

// next gives the supplier its next version; version is what the writer saw, 0 skips the check.
func (s *Service) next(ctx context.Context, tx *sqldb.Tx, x *Supplier, version int64) error {
	if version != 0 && version != x.Version {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	n, err := tx.Exec(ctx, bumpSupplier, int64(x.ID), x.Version)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	x.Version++
	return err
}

// tell appends the event of a change; the version is its position.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, x *Supplier, what string, payload any) error {
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(x.Org), Kind: Stream, Stream: int64(x.ID), Pos: x.Version, Type: what, Payload: payload})
	return err
}

// under is a change of something that belongs to a supplier: loaded within the verb's reach, its version taken, told.
func (s *Service) under(ctx context.Context, by authz.Actor, verb authz.Verb, id ID, what string, payload any, fn func(context.Context, *sqldb.Tx, *Supplier) error) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		x, err := loadFor(ctx, tx, by, verb, id)
		if err != nil {
			return err
		}
		if err := s.next(ctx, tx, &x, 0); err != nil {
			return err
		}
		if err := fn(ctx, tx, &x); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, &x, what, payload)
	})
}

var (
	insertSupplier = sqldb.Q("supplier.insert", `insert into supplier (org_id, kind, name, sort_key) values ($1, $2, $3, $4) returning id`)
	ensureCard     = sqldb.Q("supplier.ensure_card", `insert into supplier_card (supplier_id, org_id) values ($1, $2) on conflict (supplier_id) do nothing`)
	updateSupplier = sqldb.Q("supplier.update", `update supplier set kind = $2, name = $3, sort_key = $4, active = $5 where id = $1`)
	updateCard     = sqldb.Q("supplier.update_card", `
		update supplier_card set customer_no = $2, phone = $3, email = $4, web = $5, note = $6, person_id = $7, owner_id = $8 where supplier_id = $1`)
	bumpSupplier = sqldb.Q("supplier.bump", `update supplier set version = version + 1 where id = $1 and version = $2`)
)
