package asset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// share is how many rows go into one transaction: others get their turn in between.
const share = 500

// fileEnds is why a device was ended by a file.
const fileEnds = "import"

// ApplyFile carries out the plan with that digest and returns it. Errors: as PlanFile, and errs.Conflict when the file or
// the inventory is not what it was when the plan was made; nothing has been written then.
func (s *Service) ApplyFile(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte, digest string) (Plan, error) {
	w, err := s.prepare(ctx, by, org, file)
	if err != nil {
		return Plan{}, err
	}
	if w.plan().Digest != digest {
		return Plan{}, errs.E(errs.Conflict, "import.outdated")
	}
	for from := 0; from < len(w.cases); from += share {
		if err := w.together(ctx, w.cases[from:min(from+share, len(w.cases))]); err != nil {
			return Plan{}, err
		}
	}
	p := w.plan()
	sum := sha256.Sum256(file)
	return p, s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(org), What: audit.Imported, Subject: "organisation", SubjectID: int64(org)},
			map[string]any{"kind": "assets", "file": hex.EncodeToString(sum[:]), "counts": p.Counts})
	})
}

// together writes some rows in one transaction, which may run more than once: what it learns is kept when it is done. A
// device that somebody changes meanwhile is left as they left it and becomes a refused row.
func (w *work) together(ctx context.Context, part []fileCase) error {
	var done []fileCase
	err := w.s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		done = slices.Clone(part)
		for i := range done {
			err := w.one(ctx, tx, &done[i])
			if errs.Is(err, errs.Conflict) {
				done[i].refuse(csvfile.Reason{Key: "import.row.meanwhile"})
				continue
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		copy(part, done)
	}
	return err
}

func (w *work) one(ctx context.Context, tx *sqldb.Tx, c *fileCase) error {
	var err error
	switch c.row.Action {
	case Added:
		_, err = w.s.CreateIn(ctx, tx, w.by, c.draft)
	case Changed:
		_, err = w.s.write(ctx, tx, w.by, c.before, c.draft)
	case Finished:
		_, err = w.s.endIn(ctx, tx, w.by, c.before, fileEnds)
	}
	return err
}
