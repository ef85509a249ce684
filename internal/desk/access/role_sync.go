package access

import (
	"context"
	"fmt"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// SyncRoles writes the product's roles into the database: at each start, before the first request. A role that the
// product no longer has keeps its grants but gives nothing any more.
func (s *Service) SyncRoles(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var keys []string
		for _, spec := range s.roles {
			if err := syncRole(ctx, tx, spec); err != nil {
				return fmt.Errorf("role %s: %w", spec.Key, err)
			}
			keys = append(keys, spec.Key)
		}
		_, err := tx.Exec(ctx, emptyOldRoles, sqldb.List[string](keys))
		return err
	})
}

func syncRole(ctx context.Context, tx *sqldb.Tx, spec RoleSpec) error {
	id, err := tx.Insert(ctx, upsertRole, spec.Key, spec.Sv, spec.En)
	if err != nil {
		return err
	}
	return writeVerbs(ctx, tx, id, spec.Verbs)
}

// writeVerbs makes these the verbs of a role, writing only what differs.
func writeVerbs(ctx context.Context, tx *sqldb.Tx, role int64, verbs []authz.Verb) error {
	old, err := sqldb.All(ctx, tx, verbsOfRole, sqldb.Value[authz.Verb], role)
	if err != nil {
		return err
	}
	for _, v := range verbs {
		if slices.Contains(old, v) {
			continue
		}
		old = append(old, v)
		if _, err := tx.Exec(ctx, insertVerb, role, string(v)); err != nil {
			return err
		}
	}
	for _, v := range old {
		if slices.Contains(verbs, v) {
			continue
		}
		if _, err := tx.Exec(ctx, deleteVerb, role, string(v)); err != nil {
			return err
		}
	}
	return nil
}
