package catalogue

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// SaveInput is an offer as somebody writes it.
type SaveInput struct {
	ID     ID // 0: a new one.
	Lock   int64
	Org    directory.OrgID
	Key    string
	Owner  directory.PersonID
	Review time.Time
	Config Config
	// Publish makes it a version in the same breath.
	Publish bool
	Note    string

	shipped string
}

// Save keeps an offer's draft, and publishes it when the input says so. What is offered changes only by publishing.
// Errors: errs.Invalid with every wrong field, errs.Conflict when somebody else has saved meanwhile, errs.Forbidden,
// errs.NotFound.
func (s *Service) Save(ctx context.Context, by authz.Actor, in SaveInput) (Item, error) {
	var out Item
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		out, err = s.SaveIn(ctx, tx, by, in)
		return err
	})
	return out, err
}

// SaveIn is Save inside a transaction.
func (s *Service) SaveIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in SaveInput) (Item, error) {
	i := Item{Org: in.Org, State: Draft, Shipped: in.shipped}
	if in.ID != 0 {
		var err error
		if i, err = locked(ctx, tx, by, in.ID, in.Lock); err != nil {
			return i, err
		}
		if i.State == Retired {
			return i, errs.E(errs.Conflict, "catalogue.error.retired")
		}
	} else if !mayWrite(by, in.Org) {
		return i, errs.Denied(string(MayWrite))
	}
	wrong := in.Config.check()
	if i.Key = clean.Line(in.Key, 0); !keyForm.MatchString(i.Key) {
		wrong.Add("key", "field.key")
	}
	i.Owner, i.Review, i.Config = in.Owner, in.Review, in.Config
	if err := belongs(ctx, tx, &i, &wrong); err != nil {
		return i, err
	}
	if err := wrong.Err(); err != nil {
		return i, err
	}
	if err := keep(ctx, tx, by, &i); err != nil {
		return i, taken(err)
	}
	if err := s.tell(ctx, tx, by, EventSaved, &i, ""); err != nil {
		return i, err
	}
	if !in.Publish {
		return i, nil
	}
	return i, s.publish(ctx, tx, by, &i, in.Note)
}

// keep writes the draft.
func keep(ctx context.Context, tx *sqldb.Tx, by authz.Actor, i *Item) error {
	raw, err := encode(&i.Config)
	if err != nil {
		return err
	}
	i.Drafted, i.UpdatedAt, i.UpdatedBy = true, tx.Now(), directory.PersonID(by.Person)
	now, who := sqldb.Time(tx.Now()), sqldb.ID(i.UpdatedBy)
	if i.ID == 0 {
		id, err := tx.Insert(ctx, insertItem, int64(i.Org), i.Key, string(i.Kind), i.Category, shelf(i.Category), i.NameSv, i.NameEn, textindex.SortKey(i.NameSv),
			sqldb.ID(i.Owner), sqldb.Time(i.Review), raw, i.Shipped, who, now)
		i.ID, i.Lock = ID(id), 1
		return err
	}
	n, err := tx.Exec(ctx, updateDraft, i.Key, sqldb.ID(i.Owner), sqldb.Time(i.Review), raw, who, now, int64(i.ID), i.Lock)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "catalogue.error.changed")
	}
	i.Lock++
	_, err = tx.Exec(ctx, renameDraft, string(i.Kind), i.Category, shelf(i.Category), i.NameSv, i.NameEn, textindex.SortKey(i.NameSv), int64(i.ID))
	return err
}

// locked reads an offer that the actor keeps, as they saw it. Lock 0 is whatever stands there.
func locked(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, lock int64) (Item, error) {
	i, found, err := sqldb.Maybe(ctx, tx, selectLock, scan, int64(id))
	if err != nil {
		return i, err
	}
	if !found || !mayWrite(by, i.Org) {
		return i, errs.Missing()
	}
	if lock != 0 && lock != i.Lock {
		return i, errs.E(errs.Conflict, "catalogue.error.changed")
	}
	return i, nil
}

// Whether what an offer names is the organisation's own: one statement for all of it.
var countNamed = sqldb.Q("catalogue.named", `
	select (select count(*) from service where id = $2 and org_id = $1), (select count(*) from supplier where id = $3 and org_id = $1),
		(select count(*) from desk_group where id {{in $4}} and org_id = $1), (select count(*) from person where id = $5 and org_id = $1 and active),
		(select count(*) from site where id {{in $6}} and org_id = $1), (select count(*) from unit where id {{in $7}} and org_id = $1)`)

func belongs(ctx context.Context, tx *sqldb.Tx, i *Item, wrong *errs.Fields) error {
	groups := sqldb.List[directory.GroupID]{}
	if i.Group != 0 {
		groups = append(groups, i.Group)
	}
	for _, g := range i.Routes {
		groups = append(groups, g)
	}
	groups = unique(groups)
	sites := unique(append(append(sqldb.List[directory.SiteID]{}, i.Visible.Sites...), i.Visible.NotSites...))
	units := unique(append(sqldb.List[directory.UnitID]{}, i.Visible.Units...))
	found, err := sqldb.One(ctx, tx, countNamed, func(r sqldb.Row) ([6]int, error) {
		var n [6]int
		return n, r.Scan(&n[0], &n[1], &n[2], &n[3], &n[4], &n[5])
	}, int64(i.Org), int64(i.Service), int64(i.Supplier), groups, int64(i.Owner), sites, units)
	if err != nil {
		return err
	}
	for at, x := range []struct {
		name string
		want int
	}{
		{"service", given(i.Service)},
		{"supplier", given(i.Supplier)},
		{"group", len(groups)},
		{"owner", given(i.Owner)},
		{"sites", len(sites)},
		{"unit", len(units)},
	} {
		if found[at] != x.want {
			wrong.Add(x.name, "error.choose")
		}
	}
	return nil
}

func given[T ticket.ServiceID | ticket.SupplierID | directory.PersonID](id T) int {
	if id == 0 {
		return 0
	}
	return 1
}

func unique[T ~int64](list sqldb.List[T]) sqldb.List[T] {
	out := sqldb.List[T]{}
	had := map[T]bool{}
	for _, id := range list {
		if !had[id] {
			had[id] = true
			out = append(out, id)
		}
	}
	return out
}

// taken says at the field that a key is another offer's.
func taken(err error) error {
	if !sqldb.Violates(err, "catalogue_item_org_id_key_key") {
		return err
	}
	var f errs.Fields
	f.Add("key", "field.taken")
	return f.Err()
}
