package search

import (
	"context"
	"strings"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// postgres keeps documents as tsvectors. Its index gives all hits at once and in no order, so that a common word would
// cost as much as it is common: tickets also carry the token of the stretch of numbers that they lie in, and a search
// looks at the newest stretches first.
type postgres struct{}

// stretch is how many numbers share a token.
const stretch = 1 << 14

var (
	// One statement: three would be three ways to the server. The words come in order, so that two transactions with the
	// same new words never wait for each other.
	pgPut = sqldb.Q("search.postgres.put", `
		with document as (insert into ticket_text (ticket_id, public, everything) values ($1, $2::text::tsvector, $3::text::tsvector)
			on conflict (ticket_id) do update set public = excluded.public, everything = excluded.everything),
		words as (insert into ticket_word (word) select w from unnest($4::text[]) w order by w on conflict do nothing)
		insert into ticket_text_mark (ticket_id, digest) values ($1, $5) on conflict (ticket_id) do update set digest = excluded.digest`)
	pgForget = sqldb.Q("search.postgres.forget", `delete from ticket_word`)
	pgClear  = sqldb.Q("search.postgres.clear", `delete from ticket_text`)
	pgIDs    = sqldb.Q("search.postgres.ids", `select ticket_id from ticket_text where ticket_id > $1 order by ticket_id limit $2`)
	pgMax    = sqldb.Q("search.postgres.max", `select coalesce(max(id), 0) from ticket`)
)

func (postgres) put(ctx context.Context, tx *sqldb.Tx, d *document, f *forms, words []string, digest string) error {
	scope := " " + strings.Join(append(d.scope, token('b', d.ticket/stretch)), " ")
	_, err := tx.Exec(ctx, pgPut, d.ticket, f.public+scope, f.everything+scope, sqldb.List[string](words), digest)
	return err
}

func (p postgres) find(ctx context.Context, q sqldb.Querier, ask *question) ([]int64, error) {
	newest := ask.before
	if newest == 0 {
		var err error
		if newest, err = sqldb.One(ctx, q, pgMax, sqldb.Value[int64]); err != nil {
			return nil, err
		}
	}
	last := newest / stretch
	near, err := p.look(ctx, q, ask, token('b', last), token('b', max(last-1, 0)))
	if err != nil || len(near) >= ask.limit {
		return near, err
	}
	return p.look(ctx, q, ask)
}

// look reads the index in one go. The two fences ("offset 0") make the index lead and look tickets up one by one until
// the page is full: the planner cannot look into the hits, and would sooner walk through all tickets beside them.
func (postgres) look(ctx context.Context, q sqldb.Querier, ask *question, stretches ...string) ([]int64, error) {
	column := "public"
	if ask.inner {
		column = "everything"
	}
	var w sqldb.Where
	hits := w.Numbered(`with hit as materialized (select x.ticket_id from ticket_text x where x.`+column+` @@ ?::text::tsquery`, pgMatch(ask, stretches))
	if ask.before != 0 {
		hits += w.Numbered(` and x.ticket_id < ?`, ask.before)
	}
	condition, args := ask.scope.SQL()
	w.And(condition, args...)
	text := hits + `)
		select seen.id from (select ticket_id from hit order by ticket_id desc offset 0) h
		cross join lateral (select t.id from ticket t where t.id = h.ticket_id and ` + w.SQL() + ` offset 0) seen
		order by h.ticket_id desc` + w.Numbered(` limit ?`, ask.limit)
	return sqldb.All(ctx, q, sqldb.Q("search.postgres.find", text), sqldb.Value[int64], w.Args()...)
}

func pgMatch(ask *question, stretches []string) string {
	match := "(" + textindex.TSQueryKnown(ask.terms, ask.known) + ")"
	for _, tokens := range [][]string{ask.anyOf, ask.allOf, stretches} {
		if len(tokens) > 0 {
			match += " & ('" + strings.Join(tokens, "' | '") + "')"
		}
	}
	return match
}

func (postgres) clear(ctx context.Context, tx *sqldb.Tx) error {
	if _, err := tx.Exec(ctx, pgForget); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, pgClear)
	return err
}

func (postgres) ids(ctx context.Context, q sqldb.Querier, after int64, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, pgIDs, sqldb.Value[int64], after, limit)
}
