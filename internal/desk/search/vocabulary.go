package search

import (
	"context"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// maxWords bounds how many words a beginning is replaced by; one that begins more of them stays a beginning.
const maxWords = 300

// known looks up which words of the index begin with what was typed, in one statement.
func known(ctx context.Context, q sqldb.Querier, terms []textindex.Term) (map[string][]string, error) {
	prefixes := textindex.Prefixes(terms)
	if len(prefixes) == 0 {
		return nil, nil
	}
	out := make(map[string][]string, len(prefixes))
	var w sqldb.Where
	text := ""
	for i, prefix := range prefixes {
		out[prefix] = nil
		if i > 0 {
			text += " union all "
		}
		text += w.Numbered(`select * from (select cast(? as integer) as n, word from ticket_word where word >= ? and word < ? order by word limit ?) x`,
			i, prefix, prefix+lastLetter, maxWords+1)
	}
	err := sqldb.Each(ctx, q, sqldb.Q("search.words", text), func(r sqldb.Row) error {
		var i int
		var word string
		if err := r.Scan(&i, &word); err != nil {
			return err
		}
		out[prefixes[i]] = append(out[prefixes[i]], word)
		return nil
	}, w.Args()...)
	for prefix, words := range out {
		if len(words) > maxWords {
			delete(out, prefix)
		}
	}
	return out, err
}

// lastLetter sorts after everything that begins alike.
const lastLetter = "\U0010FFFF"
