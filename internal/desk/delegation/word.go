package delegation

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Tell says something to people: notify.Service.TellIn.
type Tell func(ctx context.Context, tx *sqldb.Tx, w notify.Word) (int, error)

// mostListeners bounds one word; a supplier has a handful of technicians here, not hundreds.
const mostListeners = 200

var (
	// Whoever works for a supplier, and the person that a supplier of sort Person is.
	selectReceivers = sqldb.Q("delegation.receivers", `
		select g.person_id from role_grant g join role_verb v on v.role_id = g.role_id
			where g.reach = 'supplier' and g.of_id = $1 and v.verb = 'delegation.work' and g.ended_at is null and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)
		union select k.person_id from supplier_card k where k.supplier_id = $1 and k.person_id is not null limit $3`)
	selectLeads = sqldb.Q("delegation.leads", `
		select distinct g.person_id from role_grant g join role_verb v on v.role_id = g.role_id
			where v.verb = 'delegation.lead' and g.ended_at is null and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)
			and (g.reach = 'desk' and g.of_id = $1 or g.reach = 'organisation' and g.of_id = $2) limit $4`)
)

// word says something about a hand-over, once for each key. The words name the case by its number alone.
func (s *Service) word(ctx context.Context, tx *sqldb.Tx, d *Delegation, key, text string, people []directory.PersonID) error {
	if s.d.Tell == nil || len(people) == 0 {
		return nil
	}
	said := func(lang i18n.Lang) notify.Said {
		p := s.d.Texts.Printer(lang)
		args := []any{"ref", d.Ticket.String(), "name", d.Name, "count", d.Hop, "due", p.DateTime(d.Due)}
		return notify.Said{Subject: p.T("delegation.word."+text+".subject", args...), Text: p.T("delegation.word."+text+".text", args...)}
	}
	_, err := s.d.Tell(ctx, tx, notify.Word{
		Org: d.Org, Desk: d.Desk, Key: fmt.Sprintf("delegation:%d:%s", d.ID, key), AtDesk: true, Mandatory: true,
		Sv: said(i18n.Swedish), En: said(i18n.English), People: people,
	})
	return err
}

func receivers(ctx context.Context, q sqldb.Querier, of supplier.ID) ([]directory.PersonID, error) {
	return sqldb.All(ctx, q, selectReceivers, sqldb.Value[directory.PersonID], int64(of), sqldb.Time(q.Now()), mostListeners)
}

// announce tells the receiver that a case has come, and the coordinator when it has changed hands too often.
func (s *Service) announce(ctx context.Context, tx *sqldb.Tx, d *Delegation) error {
	if s.d.Tell == nil {
		return nil
	}
	if d.Way == supplier.ByPortal {
		people, err := receivers(ctx, tx, d.Supplier)
		if err != nil {
			return err
		}
		if err := s.word(ctx, tx, d, "given", "given", people); err != nil {
			return err
		}
	}
	if d.Hop <= hopsWithoutReason {
		return nil
	}
	people, err := sqldb.All(ctx, tx, selectLeads, sqldb.Value[directory.PersonID], int64(d.Desk), int64(d.Org), sqldb.Time(tx.Now()), mostListeners)
	if err != nil {
		return err
	}
	return s.word(ctx, tx, d, "hops", "hops", people)
}

// remind asks the receiver for the report that did not come.
func (s *Service) remind(ctx context.Context, tx *sqldb.Tx, d *Delegation) error {
	if s.d.Tell == nil {
		return nil
	}
	people, err := receivers(ctx, tx, d.Supplier)
	if err != nil {
		return err
	}
	return s.word(ctx, tx, d, fmt.Sprintf("late:%d", d.Late), "late", people)
}

var selectReach = sqldb.Q("delegation.reach", `
	select x.name, x.phone, x.email from supplier_contact x where x.supplier_id = $1 and x.active
	union all select l.name, k.phone, k.email from supplier l join supplier_card k on k.supplier_id = l.id where l.id = $1 limit 4`)

// Contact is somebody to ask.
type Contact struct{ Name, Phone, Email string }

// Contacts returns whom the desk asks when a report does not come.
func (s *Service) Contacts(ctx context.Context, _ authz.Actor, of supplier.ID) ([]Contact, error) {
	return sqldb.All(ctx, s.d.DB, selectReach, func(r sqldb.Row) (Contact, error) {
		var c Contact
		return c, r.Scan(&c.Name, &c.Phone, &c.Email)
	}, int64(of))
}
