package catalogue

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Publish makes an offer's draft its next version. Errors: errs.NotFound, errs.Conflict when it has changed or when
// nothing is drafted.
func (s *Service) Publish(ctx context.Context, by authz.Actor, id ID, lock int64, note string) (Item, error) {
	var i Item
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if i, err = locked(ctx, tx, by, id, lock); err != nil {
			return err
		}
		switch {
		case i.State == Retired:
			return errs.E(errs.Conflict, "catalogue.error.retired")
		case !i.Drafted:
			return errs.E(errs.Conflict, "catalogue.error.nothing")
		}
		return s.publish(ctx, tx, by, &i, note)
	})
	return i, err
}

func (s *Service) publish(ctx context.Context, tx *sqldb.Tx, by authz.Actor, i *Item, note string) error {
	raw, err := encode(&i.Config)
	if err != nil {
		return err
	}
	i.Version++
	now, who := sqldb.Time(tx.Now()), sqldb.ID(directory.PersonID(by.Person))
	if _, err := tx.Exec(ctx, insertVersion, int64(i.ID), i.Version, raw, clean.Line(note, maxLine), who, now); err != nil {
		return err
	}
	v := i.Visible
	n, err := tx.Exec(ctx, updatePublished, i.Version, string(i.Kind), i.Category, shelf(i.Category), i.NameSv, i.NameEn, textindex.SortKey(i.NameSv), wordsOf(&i.Config),
		sqldb.ID(i.Service), sqldb.ID(i.Supplier), len(v.Sites) > 0, len(v.Categories) > 0, len(v.Units) > 0, len(v.Roles) > 0, v.ByGrant, v.Education,
		who, now, int64(i.ID), i.Lock)
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "catalogue.error.changed")
	}
	i.Lock++
	i.State, i.Drafted = Published, false
	if err := show(ctx, tx, i.ID, v); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, EventPublished, i, note)
}

// Retire takes an offer out of the catalogue: nobody orders it any more; orders of it live on. Errors: errs.NotFound,
// errs.Conflict.
func (s *Service) Retire(ctx context.Context, by authz.Actor, id ID, lock int64) (Item, error) {
	return s.turn(ctx, by, id, lock, Retired, EventRetired)
}

// Revive offers a retired one again, as it was.
func (s *Service) Revive(ctx context.Context, by authz.Actor, id ID, lock int64) (Item, error) {
	return s.turn(ctx, by, id, lock, Published, EventRevived)
}

func (s *Service) turn(ctx context.Context, by authz.Actor, id ID, lock int64, to State, kind string) (Item, error) {
	var i Item
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if i, err = locked(ctx, tx, by, id, lock); err != nil {
			return err
		}
		if i.State == to {
			return nil // Said twice.
		}
		if to == Published && i.Version == 0 {
			to = Draft
		}
		var retired any
		if to == Retired {
			retired = sqldb.Time(tx.Now())
		}
		n, err := tx.Exec(ctx, updateState, string(to), retired, sqldb.ID(directory.PersonID(by.Person)), sqldb.Time(tx.Now()), int64(id), i.Lock)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "catalogue.error.changed")
		}
		i.State = to
		i.Lock++
		return s.tell(ctx, tx, by, kind, &i, "")
	})
	return i, err
}
