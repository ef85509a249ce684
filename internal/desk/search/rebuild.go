package search

import (
	"context"
	"fmt"

	"lotsen/internal/kit/sqldb"
)

// batch is how many documents share a transaction while the index is made anew; other writers get their turn between.
const batch = 500

var (
	deleteMarks   = sqldb.Q("search.mark.clear", `delete from ticket_text_mark`)
	selectTickets = sqldb.Q("search.tickets", `select id from ticket where id > $1 order by id limit $2`)
	selectMarks   = sqldb.Q("search.marks", `select ticket_id, digest from ticket_text_mark where ticket_id {{in $1}}`)
)

// Rebuild makes the index anew from the tickets: after a restore, or when check says that it is out of date. It may run
// beside a serving process, whose searches find less meanwhile.
func Rebuild(ctx context.Context, db *sqldb.DB) error {
	s := &Service{db: db, engine: engineOf(db.Dialect())}
	err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.engine.clear(ctx, tx); err != nil {
			return err
		}
		tx.Poke(sqldb.PokeAll) // Nodes that remember which words the index knew must forget them.
		_, err := tx.Exec(ctx, deleteMarks)
		return err
	})
	if err != nil {
		return fmt.Errorf("clear index: %w", err)
	}
	return eachBatch(ctx, db, func(ids []int64) error {
		return db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.index(ctx, tx, ids) })
	})
}

// eachBatch walks through all tickets in order.
func eachBatch(ctx context.Context, db *sqldb.DB, fn func(ids []int64) error) error {
	var last int64
	for {
		ids, err := sqldb.All(ctx, db, selectTickets, sqldb.Value[int64], last, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := fn(ids); err != nil {
			return err
		}
		last = ids[len(ids)-1]
	}
}
