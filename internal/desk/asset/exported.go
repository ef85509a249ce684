package asset

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Exported writes to the security log that somebody took a file of devices, or of what a unit has, and how much was in it.
func (s *Service) Exported(ctx context.Context, by authz.Actor, org directory.OrgID, file string, unit directory.UnitID, rows int) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(org), What: audit.Exported, Subject: "organisation", SubjectID: int64(org)},
			map[string]any{"file": file, "unit": int64(unit), "rows": rows})
	})
}
