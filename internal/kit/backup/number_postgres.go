package backup

import "lotsen/internal/kit/sqldb"

var pgLast = sqldb.Q("backup.postgres_last", `
	select coalesce(pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1), $2)::regclass), 0)`)
