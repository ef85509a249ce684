package search

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// telling are the columns whose change changes the document. What a ticket's state is changes nothing that it is found by.
var telling = []string{
	"title", "org_id", "desk_id", "group_id", "site_id", "supplier_id", "unit_id", "requester_id", "reporter_id", "sealed",
	"sender_name", "sender_address",
}

// onEvent brings the document up to date in the transaction that changes the ticket.
func (s *Service) onEvent(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	if e.Kind != ticket.Stream {
		return nil
	}
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return err
	}
	if !tells(&p) {
		return nil
	}
	return s.index(ctx, tx, []int64{e.Stream})
}

func tells(p *ticket.Payload) bool {
	if p.Message != 0 || len(p.Fields) > 0 {
		return true
	}
	for _, column := range telling {
		if _, changed := p.Changes[column]; changed {
			return true
		}
	}
	return false
}

// index writes the documents of tickets anew, where they have changed.
func (s *Service) index(ctx context.Context, tx *sqldb.Tx, ids []int64) error {
	docs, err := documents(ctx, tx, ids)
	if err != nil {
		return err
	}
	for i := range docs {
		d := &docs[i]
		digest := d.digest()
		if d.mark == digest {
			continue
		}
		f := d.forms()
		words := s.learnt.unknown(textindex.Words(f.everything))
		if err := s.engine.put(ctx, tx, d, &f, words, digest); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.learnt.add(words) })
	}
	return nil
}
