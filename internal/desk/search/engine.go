package search

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// question is one way into the index: words, in which texts, and whose tickets.
type question struct {
	terms []textindex.Term
	// known are the words of the index that begin with what was typed.
	known map[string][]string
	// inner searches the desk's own words too.
	inner bool
	// anyOf and allOf narrow the reading of the index to tickets that carry such tokens; scope decides.
	anyOf, allOf []string
	scope        authz.Scope
	before       int64 // Numbers below this one only; 0 for all.
	limit        int
}

// engine is what the two databases do differently: the only place of its kind in the product.
type engine interface {
	// put writes a ticket's document with its digest, instead of one that is there, and keeps words for looking up what
	// begins with what was typed.
	put(ctx context.Context, tx *sqldb.Tx, d *document, f *forms, words []string, digest string) error
	// find returns ticket numbers, newest first.
	find(ctx context.Context, q sqldb.Querier, ask *question) ([]int64, error)
	// clear empties the index.
	clear(ctx context.Context, tx *sqldb.Tx) error
	// ids returns the numbers above one of the tickets that have a document, in order.
	ids(ctx context.Context, q sqldb.Querier, after int64, limit int) ([]int64, error)
}
