package supplier

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Contact is somebody to talk to at a supplier.
type Contact struct {
	ID       ContactID `json:"id"`
	Supplier ID        `json:"-"`
	Name     string    `json:"name"`
	Role     string    `json:"role,omitempty"`
	Phone    string    `json:"phone,omitempty"`
	Email    string    `json:"email,omitempty"`
	Hours    string    `json:"hours,omitempty"`
	Active   bool      `json:"active"`
}

func (c *Contact) check() error {
	var f errs.Fields
	for _, v := range []struct {
		name string
		to   *string
	}{{"name", &c.Name}, {"role", &c.Role}, {"phone", &c.Phone}, {"email", &c.Email}, {"hours", &c.Hours}} {
		*v.to = clean.Line(*v.to, 0)
		fits(&f, v.name, *v.to, maxLine)
	}
	if clean.Blank(c.Name) {
		f.Add("name", "error.required")
	}
	if c.Phone == "" && c.Email == "" {
		f.Add("phone", "supplier.error.reach")
	}
	address(&f, "email", c.Email)
	return f.Err()
}

const contactColumns = `c.id, c.supplier_id, c.name, c.role, c.phone, c.email, c.hours, c.active`

var (
	selectContacts = sqldb.Q("supplier.contacts", `select `+contactColumns+` from supplier_contact c where c.supplier_id = $1 order by c.active desc, c.name, c.id limit 200`)
	insertContact  = sqldb.Q("supplier.contact.insert", `
		insert into supplier_contact (org_id, supplier_id, name, role, phone, email, hours, active) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateContact = sqldb.Q("supplier.contact.update", `
		update supplier_contact set name = $3, role = $4, phone = $5, email = $6, hours = $7, active = $8, version = version + 1 where id = $1 and supplier_id = $2`)
)

func scanContact(r sqldb.Row) (Contact, error) {
	var c Contact
	return c, r.Scan(&c.ID, &c.Supplier, &c.Name, &c.Role, &c.Phone, &c.Email, &c.Hours, &c.Active)
}

// Contacts returns a supplier's contacts, those in use first. Errors: errs.NotFound.
func (s *Service) Contacts(ctx context.Context, by authz.Actor, id ID) ([]Contact, error) {
	if _, err := s.Load(ctx, by, id); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.d.DB, selectContacts, scanContact, int64(id))
}

// SaveContact adds (ID 0) or changes a contact. A supplier keeps its own up to date itself.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden.
func (s *Service) SaveContact(ctx context.Context, by authz.Actor, id ID, c Contact) error {
	if err := c.check(); err != nil {
		return err
	}
	return s.under(ctx, by, MayContribute, id, EventContact, &c, func(ctx context.Context, tx *sqldb.Tx, x *Supplier) error {
		if c.ID == 0 {
			n, err := tx.Insert(ctx, insertContact, int64(x.Org), int64(x.ID), c.Name, c.Role, c.Phone, c.Email, c.Hours, true)
			c.ID, c.Active = ContactID(n), true
			return err
		}
		n, err := tx.Exec(ctx, updateContact, int64(c.ID), int64(x.ID), c.Name, c.Role, c.Phone, c.Email, c.Hours, c.Active)
		if err == nil && n == 0 {
			err = errs.Missing()
		}
		return err
	})
}

// Reach is a supplier with one of its contacts, or without (0): what a case can be handed to.
type Reach struct {
	Supplier     ID
	SupplierName string
	Sort         Sort
	Contact      ContactID
	Name         string
}

// Reachable returns whom cases of an organisation can be handed to: each supplier in use, alone and with each contact,
// by kind. It is the desk's.
func (s *Service) Reachable(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Reach, error) {
	var w sqldb.Where
	and(&w, atDesk(by, MayRead), "s")
	w.And("s.org_id = ? and s.active", int64(org))
	where := w.SQL()
	text := `select s.id, s.name, s.kind, s.sort_key, 0 as contact, '' as who from supplier s where ` + where + `
		union all select s.id, s.name, s.kind, s.sort_key, c.id, c.name from supplier s join supplier_contact c on c.supplier_id = s.id and c.active where ` + where + `
		order by 3, 4, 1, 6, 5` + w.Numbered(" limit ?", 4*most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.reachable", text), func(r sqldb.Row) (Reach, error) {
		var x Reach
		var key []byte
		return x, r.Scan(&x.Supplier, &x.SupplierName, &x.Sort, &key, &x.Contact, &x.Name)
	}, w.Args()...)
}
