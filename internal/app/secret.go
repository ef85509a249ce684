package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"lotsen/internal/kit/sqldb"
)

var (
	insertSecret = sqldb.Q("app.secret.insert", `
		insert into request_key (owner, key, digest, status, body, created_at) values ('installation', 'secret', '', 0, $1, $2)
		on conflict (owner, key) do nothing`)
	selectSecret = sqldb.Q("app.secret.get", `select body from request_key where owner = 'installation' and key = 'secret'`)
)

// keptSecret returns the installation's secret, which the first node to start makes.
func keptSecret(ctx context.Context, db *sqldb.DB) ([]byte, error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // It never returns an error.
	err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertSecret, hex.EncodeToString(fresh), sqldb.Time(tx.Now()))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	kept, err := sqldb.One(ctx, db, selectSecret, sqldb.Value[string])
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	return hex.DecodeString(kept)
}
