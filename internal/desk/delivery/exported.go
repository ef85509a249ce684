package delivery

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Exported writes to the security log that somebody took the figures of a period away as a file.
func (s *Service) Exported(ctx context.Context, by authz.Actor, file, from, to string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Log(ctx, tx, by, audit.Exported, "delivery", 0, map[string]string{"file": file, "from": from, "to": to})
	})
}
