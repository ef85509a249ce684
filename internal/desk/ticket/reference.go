package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Reference is a case's number elsewhere.
type Reference struct{ Source, External string }

var (
	insertReference = sqldb.Q("reference.insert", `
		insert into ticket_reference (ticket_id, source, external) values ($1, $2, $3) on conflict (source, external) do nothing`)
	selectReferences  = sqldb.Q("reference.list", `select source, external from ticket_reference where ticket_id = $1 order by source, external`)
	selectByReference = sqldb.Q("reference.find", `select ticket_id from ticket_reference where external = $1 order by ticket_id desc limit 5`)
	selectBySource    = sqldb.Q("reference.source", `select ticket_id from ticket_reference where source = $1 and external = $2`)
)

func saveReferences(ctx context.Context, tx *sqldb.Tx, id ID, refs map[string]string) error {
	for source, external := range refs {
		if _, err := tx.Exec(ctx, insertReference, int64(id), clean.Line(source, 80), clean.Line(external, 200)); err != nil {
			return err
		}
	}
	return nil
}

// References returns a ticket's numbers elsewhere. The caller has loaded the ticket.
func (s *Service) References(ctx context.Context, t *Ticket) ([]Reference, error) {
	return sqldb.All(ctx, s.db, selectReferences, func(r sqldb.Row) (Reference, error) {
		var ref Reference
		return ref, r.Scan(&ref.Source, &ref.External)
	}, int64(t.ID))
}

// FindReference returns the ticket that a source knows by a number; 0 when there is none. For channels and imports,
// which check rights themselves.
func FindReference(ctx context.Context, q sqldb.Querier, source, external string) (ID, error) {
	id, _, err := sqldb.Maybe(ctx, q, selectBySource, sqldb.Value[ID], source, external)
	return id, err
}

// AddReferenceIn notes a further number of a case elsewhere.
func AddReferenceIn(ctx context.Context, tx *sqldb.Tx, id ID, source, external string) error {
	return saveReferences(ctx, tx, id, map[string]string{source: external})
}

// Find resolves what a person typed as a number, ours or one from elsewhere, to tickets that they may see.
func (s *Service) Find(ctx context.Context, by authz.Actor, typed string) ([]ID, error) {
	candidates, err := sqldb.All(ctx, s.db, selectByReference, sqldb.Value[ID], clean.Line(typed, 200))
	if err != nil {
		return nil, err
	}
	if id, ok := ParseID(typed); ok {
		candidates = append([]ID{id}, candidates...)
	}
	var out []ID
	for _, id := range candidates {
		if _, err := load(ctx, s.db, Visible(by), id); err == nil {
			out = append(out, id)
		}
	}
	return out, nil
}
