package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// note writes an import to the security log: which file, and how much it did.
func (s *Service) note(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte, w work) error {
	sum := sha256.Sum256(file)
	p := w.plan()
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(org), What: audit.Imported, Subject: "organisation", SubjectID: int64(org)},
			map[string]any{"kind": p.Kind, "file": hex.EncodeToString(sum[:]), "counts": p.Counts})
	})
}
