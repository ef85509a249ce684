package search

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Hit is a ticket that was found, and the words that it was found by.
type Hit struct {
	ticket.Row
	TitleMarks []textindex.Span
	// Snippet is the part of what was said that holds most of the words; "" when they stand elsewhere.
	Snippet      string
	SnippetMarks []textindex.Span
	// Internal says that the snippet is the desk's own.
	Internal bool
}

// snippetWidth is how much of a text is shown, and snippetFrom how much of each message is looked at.
const (
	snippetWidth = 160
	snippetFrom  = 8000
)

var selectSaid = sqldb.Q("search.said", `
	select m.ticket_id, m.internal, substr(m.text, 1, $2) from message m where m.ticket_id {{in $1}} and m.text <> '' order by m.ticket_id, m.id`)

// hits reads what is shown of the tickets and marks the words in it.
func (s *Service) hits(ctx context.Context, by authz.Actor, terms []textindex.Term, ids []int64, o Options) ([]Hit, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	numbers := make([]ticket.ID, len(ids))
	for i, id := range ids {
		numbers[i] = ticket.ID(id)
	}
	rows, err := s.ticket.Rows(ctx, by, numbers)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(rows))
	at := make(map[int64]*Hit, len(rows))
	for i := range rows {
		hits[i] = Hit{Row: rows[i], TitleMarks: textindex.Highlight(rows[i].Title, terms)}
		at[int64(rows[i].ID)] = &hits[i]
	}
	if o.Bare {
		return hits, nil
	}
	err = sqldb.Each(ctx, s.db, selectSaid, func(r sqldb.Row) error {
		var id int64
		var internal bool
		var text string
		if err := r.Scan(&id, &internal, &text); err != nil {
			return err
		}
		h := at[id]
		if h == nil || internal && (o.Mine || !ticket.SeesInternal(by, &h.Ticket)) {
			return nil
		}
		h.consider(text, internal, terms)
		return nil
	}, sqldb.List[int64](ids), snippetFrom)
	return hits, err
}

// consider takes a message for the snippet when it shows more of the words than the one before.
func (h *Hit) consider(text string, internal bool, terms []textindex.Term) {
	if len(h.SnippetMarks) >= len(terms) {
		return
	}
	part, marks := textindex.Snippet(text, terms, snippetWidth)
	if h.Snippet == "" && !internal || len(marks) > len(h.SnippetMarks) {
		h.Snippet, h.SnippetMarks, h.Internal = part, marks, internal
	}
}
