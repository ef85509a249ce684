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
	selectOne = sqldb.Q("event.one", `select `+columns+` from event where seq = $1`)
	selectMax = sqldb.Q("event.max", `select coalesce(max(seq), 0) from event`)
)

// Stream returns a stream's events, oldest first. The caller has checked that the reader may see the stream.
func Stream(ctx context.Context, q sqldb.Querier, kind string, id int64) ([]Event, error) {
	return sqldb.All(ctx, q, selectStream, scan, kind, id)
}

// Load returns one event.
func Load(ctx context.Context, q sqldb.Querier, seq int64) (Event, error) {
	return sqldb.One(ctx, q, selectOne, scan, seq)
}

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
