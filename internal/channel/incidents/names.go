package incidents

import (
	"context"
	"maps"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// names remembers the ids of what the file names, by kind and name. What a transaction finds counts once it is on disk.
type names struct{ kept, fresh map[string]int64 }

func newNames() *names { return &names{kept: map[string]int64{}} }

func (n *names) begin() { n.fresh = map[string]int64{} }

func (n *names) commit() { maps.Copy(n.kept, n.fresh) }

// id returns the id for a name, which make finds or makes the first time. No name has no id.
func id[T ~int64](n *names, kind, name string, find func() (T, error)) (T, error) {
	if name == "" {
		return 0, nil
	}
	key := kind + "\x00" + name
	if known, ok := n.kept[key]; ok {
		return T(known), nil
	}
	if known, ok := n.fresh[key]; ok {
		return T(known), nil
	}
	found, err := find()
	if err == nil {
		n.fresh[key] = int64(found)
	}
	return found, err
}

// resolve finds or makes whom and what a line names.
func (i *importer) resolve(ctx context.Context, tx *sqldb.Tx, r *row) error {
	var err error
	person := func(name string) (directory.PersonID, error) {
		return id(i.names, "person", name, func() (directory.PersonID, error) {
			return i.Directory.ImportPerson(ctx, tx, i.by, i.desk.Org, i.m.Source+"/"+name, name)
		})
	}
	if r.in.Requester, err = person(r.caller); err != nil {
		return err
	}
	if r.in.Assignee, err = person(r.assignee); err != nil {
		return err
	}
	if r.in.Site, err = id(i.names, "site", r.site, func() (directory.SiteID, error) {
		return i.Directory.ImportSite(ctx, tx, i.desk.Org, i.m.Source+"/"+r.site, r.site)
	}); err != nil {
		return err
	}
	if r.in.Unit, err = id(i.names, "unit", r.unit, func() (directory.UnitID, error) {
		return i.Directory.ImportUnit(ctx, tx, i.by, i.desk.Org, i.m.Source+"/"+r.unit, r.unit)
	}); err != nil {
		return err
	}
	if r.in.Category, err = id(i.names, "category", r.category, func() (ticket.CategoryID, error) {
		return ticket.ImportCategory(ctx, tx, i.desk, r.category)
	}); err != nil {
		return err
	}
	r.in.Group, err = id(i.names, "group", r.group, func() (directory.GroupID, error) {
		return i.Directory.ImportGroup(ctx, tx, i.by, i.desk, r.group)
	})
	return err
}

// oneLine tells an error, or several, in one line of a report.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
