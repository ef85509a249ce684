package search

import (
	"context"
	"fmt"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/sqldb"
)

// Find tells which tickets are found by other words than they hold, and which are not in the index: a check of lotsen
// check.
func Find(ctx context.Context, env check.Env, report func(string)) error {
	return outdated(ctx, env.DB, func(id int64, why string) {
		report(fmt.Sprintf("ticket %s %s", ticket.ID(id), why))
	})
}

// Repair indexes anew what Find tells of.
func Repair(ctx context.Context, env check.Env) (int, error) {
	s := &Service{db: env.DB, engine: engineOf(env.DB.Dialect())}
	var bad []int64
	if err := outdated(ctx, env.DB, func(id int64, _ string) { bad = append(bad, id) }); err != nil {
		return 0, err
	}
	for i := 0; i < len(bad); i += batch {
		part := bad[i:min(i+batch, len(bad))]
		err := env.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, forgetMarks, sqldb.List[int64](part)); err != nil {
				return err
			}
			return s.index(ctx, tx, part)
		})
		if err != nil {
			return i, err
		}
	}
	return len(bad), nil
}

var forgetMarks = sqldb.Q("search.mark.forget", `update ticket_text_mark set digest = '' where ticket_id {{in $1}}`)

// outdated compares every ticket with what its document was made of, and with the index itself.
func outdated(ctx context.Context, db *sqldb.DB, tell func(id int64, why string)) error {
	engine := engineOf(db.Dialect())
	for last := int64(0); ; {
		var ids []int64
		// A batch at one instant: what is written between two looks is not out of date.
		err := db.Snapshot(ctx, func(q sqldb.Querier) (err error) {
			if ids, err = sqldb.All(ctx, q, selectTickets, sqldb.Value[int64], last, batch); err != nil || len(ids) == 0 {
				return err
			}
			return compare(ctx, q, engine, last, ids, tell)
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		last = ids[len(ids)-1]
	}
}

func compare(ctx context.Context, q sqldb.Querier, engine engine, after int64, ids []int64, tell func(id int64, why string)) error {
	docs, err := documents(ctx, q, ids)
	if err != nil {
		return err
	}
	digests := map[int64]string{}
	err = sqldb.Each(ctx, q, selectMarks, func(r sqldb.Row) error {
		var id int64
		var digest string
		if err := r.Scan(&id, &digest); err != nil {
			return err
		}
		digests[id] = digest
		return nil
	}, sqldb.List[int64](ids))
	if err != nil {
		return err
	}
	held, err := engine.ids(ctx, q, after, len(ids))
	if err != nil {
		return err
	}
	in := make(map[int64]bool, len(held))
	for _, id := range held {
		in[id] = true
	}
	for i := range docs {
		switch digest, marked := digests[docs[i].ticket]; {
		case !marked || !in[docs[i].ticket]:
			tell(docs[i].ticket, "is not in the index of words")
		case digest != docs[i].digest():
			tell(docs[i].ticket, "is found by other words than it holds")
		}
	}
	return nil
}
