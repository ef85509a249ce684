// Package migrations holds the schema: one text for both engines, with the macros of kit/sqldb/migrate.
package migrations

import "embed"

// Files are the migrations in the order of their names.
//
//go:embed *.sql
var Files embed.FS
