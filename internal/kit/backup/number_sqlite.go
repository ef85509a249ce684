package backup

import "lotsen/internal/kit/sqldb"

var liteLast = sqldb.Q("backup.sqlite_last", `select coalesce(max(seq), 0) from sqlite_sequence where name = $1`)
