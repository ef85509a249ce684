package report

import (
	"context"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Exported writes to the security log that somebody took figures away as a file.
func (s *Service) Exported(ctx context.Context, by authz.Actor, p Params, format string) error {
	detail := map[string]string{"what": "report", "format": format, "group_by": string(p.GroupBy)}
	for name, at := range map[string]time.Time{"from": p.From, "to": p.To} {
		if !at.IsZero() {
			detail[name] = at.Format(time.RFC3339)
		}
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Log(ctx, tx, by, audit.Exported, "report", 0, detail)
	})
}
