package incidents

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// mark is how much of a case has been read.
type mark struct {
	ticket ticket.ID
	lines  int
	digest string
}

var (
	selectMark = sqldb.Q("import.mark", `select ticket_id, lines, digest from import_mark where source = $1 and external = $2`)
	insertMark = sqldb.Q("import.mark.insert", `insert into import_mark (source, external, ticket_id, lines, digest) values ($1, $2, $3, $4, $5)`)
	updateMark = sqldb.Q("import.mark.update", `
		update import_mark set lines = $3, digest = $4 where source = $1 and external = $2 and lines = $5`)
)

func loadMark(ctx context.Context, q sqldb.Querier, source, external string) (mark, bool, error) {
	return sqldb.Maybe(ctx, q, selectMark, func(r sqldb.Row) (mark, error) {
		var m mark
		return m, r.Scan(&m.ticket, &m.lines, &m.digest)
	}, source, external)
}
