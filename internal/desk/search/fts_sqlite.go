package search

import (
	"context"
	"strings"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// sqlite keeps documents in an FTS5 table without the texts themselves. It hands out hits by falling number as it finds
// them, so that the first page costs the same for common words and rare ones.
type sqlite struct{}

var (
	liteDelete = sqldb.Q("search.sqlite.delete", `delete from ticket_text where rowid = $1`)
	liteInsert = sqldb.Q("search.sqlite.insert", `insert into ticket_text (rowid, public, internal, scope) values ($1, $2, $3, $4)`)
	liteLearn  = sqldb.Q("search.sqlite.learn", `insert into ticket_word (word) select value from json_each($1) where true on conflict do nothing`)
	liteMark   = sqldb.Q("search.sqlite.mark", `
		insert into ticket_text_mark (ticket_id, digest) values ($1, $2) on conflict (ticket_id) do update set digest = excluded.digest`)
	liteForget = sqldb.Q("search.sqlite.forget", `delete from ticket_word`)
	liteClear  = sqldb.Q("search.sqlite.clear", `insert into ticket_text (ticket_text) values ('delete-all')`)
	liteIDs    = sqldb.Q("search.sqlite.ids", `select rowid from ticket_text where rowid > $1 order by rowid limit $2`)
)

func (sqlite) put(ctx context.Context, tx *sqldb.Tx, d *document, f *forms, words []string, digest string) error {
	if d.indexed {
		if _, err := tx.Exec(ctx, liteDelete, d.ticket); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, liteInsert, d.ticket, f.public, f.internal, strings.Join(d.scope, " ")); err != nil {
		return err
	}
	if len(words) > 0 {
		if _, err := tx.Exec(ctx, liteLearn, sqldb.List[string](words)); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, liteMark, d.ticket, digest)
	return err
}

func (sqlite) find(ctx context.Context, q sqldb.Querier, ask *question) ([]int64, error) {
	var w sqldb.Where
	w.And("f.ticket_text match ?", liteMatch(ask))
	condition, args := ask.scope.SQL()
	w.And(condition, args...)
	if ask.before != 0 {
		w.And("f.rowid < ?", ask.before)
	}
	// The cross join makes the index lead, whatever the planner believes about it.
	text := `select t.id from ticket_text f cross join ticket t on t.id = f.rowid where ` + w.SQL() +
		w.Numbered(` order by f.rowid desc limit ?`, ask.limit)
	return sqldb.All(ctx, q, sqldb.Q("search.sqlite.find", text), sqldb.Value[int64], w.Args()...)
}

func liteMatch(ask *question) string {
	columns := "public"
	if ask.inner {
		columns = "{public internal}"
	}
	match := columns + " : (" + textindex.FTS5Known(ask.terms, ask.known) + ")"
	for _, tokens := range [][]string{ask.anyOf, ask.allOf} {
		if len(tokens) > 0 {
			match += ` AND scope : ("` + strings.Join(tokens, `" OR "`) + `")`
		}
	}
	return match
}

func (sqlite) clear(ctx context.Context, tx *sqldb.Tx) error {
	if _, err := tx.Exec(ctx, liteForget); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, liteClear)
	return err
}

func (sqlite) ids(ctx context.Context, q sqldb.Querier, after int64, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, liteIDs, sqldb.Value[int64], after, limit)
}
