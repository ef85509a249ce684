package check

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

// orphanAge spares files whose rows may not be committed yet: an upload is written before the form is sent.
const orphanAge = 24 * time.Hour

// eachName calls fn with the name of every file that rows point at, in order.
func eachName(ctx context.Context, env Env, fn func(name string) error) error {
	tables, err := schema.Tables(ctx, env.DB, env.DB.Dialect())
	if err != nil {
		return err
	}
	query := schema.BlobNames(tables)
	if query == "" {
		return nil
	}
	return sqldb.Each(ctx, env.DB, sqldb.Q("check.files", query), func(r sqldb.Row) error {
		name, err := sqldb.Value[string](r)
		if err != nil {
			return err
		}
		return fn(name)
	})
}

func findMissingFiles(ctx context.Context, env Env, report func(string)) error {
	return eachName(ctx, env, func(name string) error {
		has, err := env.Files.Has(ctx, name)
		if err == nil && !has {
			report("file " + name + " is not there, but a row points at it")
		}
		return err
	})
}

// findDamagedFiles reads every file there is, also those that nothing points at any more.
func findDamagedFiles(ctx context.Context, env Env, report func(string)) error {
	if env.Quick {
		return nil
	}
	return env.Files.Each(ctx, func(info blob.Info) error {
		err := env.Files.Verify(ctx, info.SHA256)
		switch {
		case errors.Is(err, blob.ErrDamaged):
			report("file " + info.SHA256 + " is not what was written")
		case errors.Is(err, blob.ErrNone): // Removed meanwhile.
		case err != nil:
			return err
		}
		return nil
	})
}

func findOrphans(ctx context.Context, env Env, report func(string)) error {
	return orphans(ctx, env, func(name string) error {
		report("file " + name + " belongs to no row")
		return nil
	})
}

func repairOrphans(ctx context.Context, env Env) (removed int, err error) {
	err = orphans(ctx, env, func(name string) error {
		gone, err := env.Files.RemoveOld(ctx, name, env.Now.Add(-orphanAge))
		if gone {
			removed++
		}
		return err
	})
	return removed, err
}

// orphans calls fn for each file that no row points at. The files are listed before the rows are asked, so that a row
// committed meanwhile is seen; they are taken some hundred at a time.
func orphans(ctx context.Context, env Env, fn func(name string) error) error {
	tables, err := schema.Tables(ctx, env.DB, env.DB.Dialect())
	if err != nil {
		return err
	}
	query := schema.BlobNames(tables)
	if query == "" {
		return nil
	}
	named := sqldb.Q("check.files_named", "select name from ("+query+") as known where name {{in $1}}")
	batch := sqldb.List[string]{}
	flush := func() error {
		known := map[string]bool{}
		names, err := sqldb.All(ctx, env.DB, named, sqldb.Value[string], batch)
		if err != nil {
			return err
		}
		for _, name := range names {
			known[name] = true
		}
		for _, name := range batch {
			if !known[name] {
				if err := fn(name); err != nil {
					return err
				}
			}
		}
		batch = batch[:0]
		return nil
	}
	err = env.Files.Each(ctx, func(info blob.Info) error {
		if env.Now.Sub(info.Written) < orphanAge {
			return nil
		}
		if batch = append(batch, info.SHA256); len(batch) >= 500 {
			return flush()
		}
		return nil
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return err
}
