package event

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

const columns = `seq, org_id, kind, stream_id, pos, type, label, at, noted_at, actor_id, actor_name, for_id, payload`

var (
	insertEvent = sqldb.Q("event.insert", `
		insert into event (org_id, kind, stream_id, pos, type, label, at, noted_at, actor_id, actor_name, for_id, payload)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning seq`)
	selectStream = sqldb.Q("event.stream", `
		select `+columns+` from event where kind = $1 and stream_id = $2 order by pos`)
	selectBetween = sqldb.Q("event.between", `
		select `+columns+` from event where kind = $1 and stream_id between $2 and $3 order by stream_id, pos`)
	selectOne = sqldb.Q("event.one", `select `+columns+` from event where seq = $1`)
	selectMax = sqldb.Q("event.max", MarkSQL)
)

// Stream returns a stream's events, oldest first. The caller has checked that the reader may see the stream.
func Stream(ctx context.Context, q sqldb.Querier, kind string, id int64) ([]Event, error) {
	return sqldb.All(ctx, q, selectStream, scan, kind, id)
}

// Between returns the events of all streams of a kind from the first to the last number, by stream, oldest first.
func Between(ctx context.Context, q sqldb.Querier, kind string, first, last int64) (map[int64][]Event, error) {
	out := map[int64][]Event{}
	return out, sqldb.Each(ctx, q, selectBetween, func(r sqldb.Row) error {
		e, err := scan(r)
		out[e.Stream] = append(out[e.Stream], e)
		return err
	}, kind, first, last)
}

// Load returns one event.
func Load(ctx context.Context, q sqldb.Querier, seq int64) (Event, error) {
	return sqldb.One(ctx, q, selectOne, scan, seq)
}

// MarkSQL asks for what Mark returns, inside another statement: for pages that count their statements.
const MarkSQL = `select coalesce(max(seq), 0) from event`

// Mark returns the number of the newest event: the water mark that a live page carries.
func Mark(ctx context.Context, q sqldb.Querier) (int64, error) {
	return sqldb.One(ctx, q, selectMax, sqldb.Value[int64])
}

func scan(r sqldb.Row) (Event, error) {
	var e Event
	var payload string
	err := r.Scan(&e.Seq, sqldb.ScanID(&e.Org), &e.Kind, &e.Stream, &e.Pos, &e.Type, &e.Label, sqldb.ScanTime(&e.At),
		sqldb.ScanTime(&e.Noted), sqldb.ScanID(&e.Actor), &e.ActorAs, sqldb.ScanID(&e.For), &payload)
	e.Payload = []byte(payload)
	return e, err
}
