package supplier

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

var (
	insertMatter = sqldb.Q("supplier.matter.insert", `
		insert into supplier_matter (org_id, kind, created_at, updated_at, supplier_id, service_id, ticket_id, title, text, state, due, starts, owner_id,
			reference, amount, access, decision, month)
		values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id`)
	updateMatter = sqldb.Q("supplier.matter.update", `
		update supplier_matter set version = version + 1, updated_at = $3, supplier_id = $4, service_id = $5, ticket_id = $6, title = $7, text = $8, state = $9,
			due = $10, starts = $11, owner_id = $12, reference = $13, amount = $14, access = $15, decision = $16, month = $17
		where id = $1 and version = $2`)
	insertParty   = sqldb.Q("supplier.party.insert", `insert into supplier_matter_party (matter_id, supplier_id) values ($1, $2)`)
	deleteParty   = sqldb.Q("supplier.party.delete", `delete from supplier_matter_party where matter_id = $1 and supplier_id = $2`)
	selectOrgs    = sqldb.Q("supplier.orgs_of", `select count(*) from supplier where id {{in $1}} and org_id = $2`)
	selectService = sqldb.Q("supplier.service_of", `select count(*) from service where id = $1 and org_id = $2`)
)

// values are a matter's columns in the order of the statements above.
func (m *Matter) values() []any {
	return []any{
		sqldb.ID(m.Supplier), sqldb.ID(m.Service), sqldb.ID(m.Ticket), m.Title, m.Text, m.State, m.Due, m.Starts, sqldb.ID(m.Owner), m.Reference, m.Amount,
		m.Access, m.Decision, m.Month,
	}
}

// take puts an input into a matter.
func (m *Matter) take(in MatterInput) {
	m.Supplier, m.Service, m.Ticket, m.Title, m.Text, m.State = in.Supplier, in.Service, in.Ticket, in.Title, in.Text, in.State
	m.Due, m.Starts, m.Owner, m.Reference, m.Amount, m.Access = in.Due, in.Starts, in.Owner, in.Reference, in.Amount, in.Access
	m.Decision, m.Month, m.Parties = in.Decision, in.Month, in.Parties
}

// input is a matter as it would be written again.
func (m *Matter) input() MatterInput {
	return MatterInput{
		Supplier: m.Supplier, Parties: m.Parties, Service: m.Service, Ticket: m.Ticket, Title: m.Title, Text: m.Text, State: m.State, Due: m.Due,
		Starts: m.Starts, Owner: m.Owner, Reference: m.Reference, Amount: m.Amount, Access: m.Access, Decision: m.Decision, Month: m.Month,
	}
}

// belongs holds that all that a matter names is of its organisation, and the case one that the actor may see.
func belongs(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m *Matter, in MatterInput) error {
	var f errs.Fields
	count := func(field string, want int, stmt sqldb.Stmt, args ...any) error {
		n, err := sqldb.One(ctx, tx, stmt, sqldb.Value[int64], args...)
		if err == nil && int(n) != want {
			f.Add(field, "error.choose")
		}
		return err
	}
	if in.Supplier != 0 {
		if err := count(FieldSupplier, 1, selectOrgs, sqldb.List[ID]{in.Supplier}, int64(m.Org)); err != nil {
			return err
		}
	}
	if len(in.Parties) > 0 {
		if err := count(FieldParties, len(in.Parties), selectOrgs, sqldb.List[ID](in.Parties), int64(m.Org)); err != nil {
			return err
		}
	}
	if in.Service != 0 {
		if err := count(FieldService, 1, selectService, int64(in.Service), int64(m.Org)); err != nil {
			return err
		}
	}
	if in.Ticket != 0 && in.Ticket != m.Ticket {
		var w sqldb.Where
		condition, args := ticket.Visible(by).SQL()
		w.And(condition, args...)
		w.And("t.id = ? and t.org_id = ?", int64(in.Ticket), int64(m.Org))
		_, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("supplier.ticket_of", `select t.id from ticket t where `+w.SQL()), sqldb.Value[int64], w.Args()...)
		if err != nil {
			return err
		}
		if !found {
			f.Add(FieldTicket, "supplier.error.ticket")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return ownerIn(ctx, tx, m.Org, in.Owner)
}

func saveParties(ctx context.Context, tx *sqldb.Tx, m *Matter, before []ID) error {
	for _, p := range before {
		if !slices.Contains(m.Parties, p) {
			if _, err := tx.Exec(ctx, deleteParty, int64(m.ID), int64(p)); err != nil {
				return err
			}
		}
	}
	for _, p := range m.Parties {
		if !slices.Contains(before, p) {
			if _, err := tx.Exec(ctx, insertParty, int64(m.ID), int64(p)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Step is one change of a matter, as its page tells it.
type Step struct {
	At      time.Time
	Who     string
	State   string
	Comment string
	Opened  bool
}

// Steps returns what has happened to a matter, oldest first. Errors: errs.NotFound.
func (s *Service) Steps(ctx context.Context, by authz.Actor, m *Matter) ([]Step, error) {
	if _, err := s.Matter(ctx, by, m.ID); err != nil {
		return nil, err
	}
	events, err := event.Stream(ctx, s.d.DB, MatterStream, int64(m.ID))
	var out []Step
	for _, e := range events {
		var in MatterInput
		if err := e.Decode(&in); err != nil {
			return nil, err
		}
		out = append(out, Step{At: e.At, Who: e.ActorAs, State: in.State, Comment: in.Comment, Opened: e.Type == EventOpened})
	}
	return out, err
}
