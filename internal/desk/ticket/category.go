package ticket

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Category is one branch of a desk's tree of categories.
type Category struct {
	ID      CategoryID
	Org     directory.OrgID
	Desk    directory.DeskID
	Parent  CategoryID
	Path    string // "/3/17/": the ids from the root down to this one.
	Sv, En  string
	Group   directory.GroupID // Who usually solves it; 0: nobody by default.
	Active  bool
	Version int64
}

// Name returns the name in a language; Swedish where there is no other.
func (c Category) Name(lang string) string {
	if lang == "en" && c.En != "" {
		return c.En
	}
	return c.Sv
}

const categoryColumns = `id, org_id, desk_id, parent_id, path, name_sv, name_en, group_id, active, version`

var (
	selectCategories = sqldb.Q("category.list", `select `+categoryColumns+` from category where desk_id = $1 order by path, sort_key, id`)
	selectOneCat     = sqldb.Q("category.one", `select `+categoryColumns+` from category where id = $1`)
	insertCategory   = sqldb.Q("category.insert", `
		insert into category (org_id, desk_id, parent_id, name_sv, name_en, sort_key, group_id, active)
		values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateCategory = sqldb.Q("category.update", `
		update category set name_sv = $1, name_en = $2, sort_key = $3, group_id = $4, active = $5, version = version + 1
		where id = $6 and version = $7`)
	pathCategory = sqldb.Q("category.path", `update category set path = $1 where id = $2`)
)

func scanCategory(r sqldb.Row) (Category, error) {
	var c Category
	return c, r.Scan(&c.ID, &c.Org, &c.Desk, sqldb.ScanID(&c.Parent), &c.Path, &c.Sv, &c.En, sqldb.ScanID(&c.Group), &c.Active, &c.Version)
}

// Categories returns a desk's tree, parents before their children. Whoever may see the desk's tickets or report to it
// may see its categories.
func (s *Service) Categories(ctx context.Context, desk directory.DeskID) ([]Category, error) {
	return sqldb.All(ctx, s.db, selectCategories, scanCategory, int64(desk))
}

// SaveCategory adds (ID 0) or changes a category. Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) SaveCategory(ctx context.Context, by authz.Actor, c Category) (Category, error) {
	if !mayAt(by, MayConfigure, c.Org, c.Desk) {
		return c, errs.Denied(string(MayConfigure))
	}
	var f errs.Fields
	c.Sv, c.En = clean.Line(c.Sv, 120), clean.Line(c.En, 120)
	if clean.Blank(c.Sv) {
		f.Add("sv", "error.required")
	}
	if err := f.Err(); err != nil {
		return c, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.checkPlace(ctx, tx, &Ticket{Desk: c.Desk, Group: c.Group}, false); err != nil {
			return err
		}
		if c.ID != 0 {
			return changeCategory(ctx, tx, &c)
		}
		return addCategory(ctx, tx, &c)
	})
	return c, err
}

func addCategory(ctx context.Context, tx *sqldb.Tx, c *Category) error {
	above := "/"
	if c.Parent != 0 {
		parent, found, err := sqldb.Maybe(ctx, tx, selectOneCat, scanCategory, int64(c.Parent))
		if err != nil {
			return err
		}
		if !found || parent.Desk != c.Desk {
			return errs.Missing()
		}
		above = parent.Path
	}
	id, err := tx.Insert(ctx, insertCategory, int64(c.Org), int64(c.Desk), sqldb.ID(c.Parent), c.Sv, c.En, textindex.SortKey(c.Sv), sqldb.ID(c.Group), true)
	if err != nil {
		return err
	}
	c.ID, c.Active, c.Version, c.Path = CategoryID(id), true, 1, fmt.Sprintf("%s%d/", above, id)
	_, err = tx.Exec(ctx, pathCategory, c.Path, id)
	return err
}

func changeCategory(ctx context.Context, tx *sqldb.Tx, c *Category) error {
	old, found, err := sqldb.Maybe(ctx, tx, selectOneCat, scanCategory, int64(c.ID))
	if err != nil {
		return err
	}
	if !found || old.Desk != c.Desk || old.Org != c.Org {
		return errs.Missing()
	}
	n, err := tx.Exec(ctx, updateCategory, c.Sv, c.En, textindex.SortKey(c.Sv), sqldb.ID(c.Group), c.Active, int64(c.ID), c.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	return nil
}

// AddCategoryIn adds a category for a capability above this one, inside its transaction.
func AddCategoryIn(ctx context.Context, tx *sqldb.Tx, c Category) (Category, error) {
	err := addCategory(ctx, tx, &c)
	return c, err
}
