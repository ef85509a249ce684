package supplier

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ServiceContact is a line of the contact list for delegation: whom a case about a service goes to.
type ServiceContact struct {
	Service      ticket.ServiceID
	Org          directory.OrgID
	Sv, En       string
	Central      bool
	Supplier     ID // 0: nobody is named yet, which the list flags.
	SupplierName string
	Contact      ContactID
	ContactName  string
	Phone, Email string
	Note         string
	VerifiedAt   time.Time
}

// Overdue reports whether nobody has made sure of the line for too long, or ever.
func (c ServiceContact) Overdue(now time.Time) bool {
	return c.Supplier == 0 || c.VerifiedAt.IsZero() || now.Sub(c.VerifiedAt) > verifyWithin
}

const serviceContacts = `select v.id, v.org_id, v.name_sv, v.name_en, v.central, sc.supplier_id, coalesce(s.name, ''), sc.contact_id, coalesce(c.name, ''),
	coalesce(nullif(c.phone, ''), k.phone, ''), coalesce(nullif(c.email, ''), k.email, ''), coalesce(sc.note, ''), sc.verified_at
	from service v left join service_contact sc on sc.service_id = v.id left join supplier s on s.id = sc.supplier_id
	left join supplier_contact c on c.id = sc.contact_id left join supplier_card k on k.supplier_id = sc.supplier_id where `

func scanServiceContact(r sqldb.Row) (ServiceContact, error) {
	var c ServiceContact
	err := r.Scan(&c.Service, &c.Org, &c.Sv, &c.En, &c.Central, sqldb.ScanID(&c.Supplier), &c.SupplierName, sqldb.ScanID(&c.Contact), &c.ContactName,
		&c.Phone, &c.Email, &c.Note, sqldb.ScanTime(&c.VerifiedAt))
	return c, err
}

// ServiceContacts returns the contact list of an organisation: every service, with or without a contact. It is the desk's.
func (s *Service) ServiceContacts(ctx context.Context, by authz.Actor, org directory.OrgID) ([]ServiceContact, error) {
	var w sqldb.Where
	and(&w, atDesk(by, MayRead), "v")
	w.And("v.org_id = ? and v.active", int64(org))
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.service_contacts", serviceContacts+w.SQL()+` order by v.sort_key, v.id`+w.Numbered(" limit ?", most)), scanServiceContact, w.Args()...)
}

// ServiceContact returns one line. Errors: errs.NotFound.
func (s *Service) ServiceContact(ctx context.Context, by authz.Actor, id ticket.ServiceID) (ServiceContact, error) {
	return loadServiceContact(ctx, s.d.DB, by, id)
}

func loadServiceContact(ctx context.Context, q sqldb.Querier, by authz.Actor, id ticket.ServiceID) (ServiceContact, error) {
	var w sqldb.Where
	and(&w, atDesk(by, MayRead), "v")
	w.And("v.id = ?", int64(id))
	c, found, err := sqldb.Maybe(ctx, q, sqldb.Q("supplier.service_contact", serviceContacts+w.SQL()), scanServiceContact, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return c, err
}

// ContactInput says whom a case about a service goes to.
type ContactInput struct {
	Supplier ID        `json:"supplier"`
	Contact  ContactID `json:"contact,omitempty"`
	Note     string    `json:"note,omitempty"`
}

// SetServiceContact names the delegation contact of a service; naming it is making sure of it.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden.
func (s *Service) SetServiceContact(ctx context.Context, by authz.Actor, id ticket.ServiceID, in ContactInput) error {
	in.Note = clean.Line(in.Note, maxLine)
	return s.verify(ctx, by, id, func(*ServiceContact) ContactInput { return in })
}

// Verify notes that a line of the contact list has been made sure of just now. Errors: errs.Invalid without a contact.
func (s *Service) Verify(ctx context.Context, by authz.Actor, id ticket.ServiceID) error {
	return s.verify(ctx, by, id, func(c *ServiceContact) ContactInput {
		return ContactInput{Supplier: c.Supplier, Contact: c.Contact, Note: c.Note}
	})
}

func (s *Service) verify(ctx context.Context, by authz.Actor, id ticket.ServiceID, input func(*ServiceContact) ContactInput) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := loadServiceContact(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := mayIn(ctx, tx, by, MayContribute, c.Org); err != nil {
			return err
		}
		in := input(&c)
		var f errs.Fields
		x, err := load(ctx, tx, by, MayRead, in.Supplier)
		if errs.Is(err, errs.NotFound) || err == nil && (x.Org != c.Org || !x.Active) {
			f.Add("contact", "error.choose")
			return f.Err()
		}
		if err != nil {
			return err
		}
		if in.Contact != 0 {
			n, err := sqldb.One(ctx, tx, selectContactOf, sqldb.Value[int64], int64(in.Contact), int64(in.Supplier))
			if err != nil {
				return err
			}
			if n == 0 {
				f.Add("contact", "supplier.error.contact_of")
				return f.Err()
			}
		}
		if err := s.next(ctx, tx, &x, 0); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, upsertServiceContact, int64(id), int64(c.Org), int64(in.Supplier), sqldb.ID(in.Contact), in.Note, sqldb.Time(tx.Now()), sqldb.ID(by.Person)); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, &x, EventVerified, map[string]any{"service": id, "contact": in.Contact})
	})
}

var (
	selectContactOf      = sqldb.Q("supplier.contact_of", `select count(*) from supplier_contact where id = $1 and supplier_id = $2 and active`)
	upsertServiceContact = sqldb.Q("supplier.service_contact.save", `
		insert into service_contact (service_id, org_id, supplier_id, contact_id, note, verified_at, verified_by) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (service_id) do update set supplier_id = excluded.supplier_id, contact_id = excluded.contact_id, note = excluded.note,
			verified_at = excluded.verified_at, verified_by = excluded.verified_by`)
)

// ForService returns the supplier that cases about a service are delegated to; 0 when the list names none. Like
// AgreementOf it is for those who have checked that the actor may delegate.
func ForService(ctx context.Context, q sqldb.Querier, id ticket.ServiceID) (ID, error) {
	x, _, err := sqldb.Maybe(ctx, q, selectForService, sqldb.Value[ID], int64(id))
	return x, err
}

var selectForService = sqldb.Q("supplier.for_service", `
	select sc.supplier_id from service_contact sc join supplier s on s.id = sc.supplier_id and s.active where sc.service_id = $1`)
