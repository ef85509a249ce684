package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"lotsen/internal/kit/sqldb"
)

var (
	insertSecret = sqldb.Q("app.secret.insert", `insert into installation (key, value) values ('secret', $1) on conflict (key) do nothing`)
	selectSecret = sqldb.Q("app.secret.get", `select value from installation where key = 'secret'`)
)

// keptSecret returns the installation's secret, which the first node to start makes.
func keptSecret(ctx context.Context, db *sqldb.DB) ([]byte, error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // It never returns an error.
	err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertSecret, hex.EncodeToString(fresh))
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
