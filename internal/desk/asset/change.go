package asset

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Change writes over what is known of a device, over the version that the actor had before their eyes. Who has it and
// where it stands may change too, inside the part of the inventory that the actor keeps. Source and organisation stay.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, n Draft) (Asset, error) {
	var a Asset
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := writable(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		n.Org, n.Source, n.SourceID = before.Org, before.Source, before.SourceID
		if a, err = s.write(ctx, tx, by, before, n); err != nil {
			return err
		}
		return stillWithin(ctx, tx, by, id)
	})
	return a, taken(err)
}

func (s *Service) write(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Asset, n Draft) (Asset, error) {
	if n.Tag == "" && n.Serial == "" {
		n.Tag = before.Tag
	}
	if err := n.check().Err(); err != nil {
		return Asset{}, err
	}
	if err := n.place(ctx, tx); err != nil {
		return Asset{}, err
	}
	if err := n.belongs(ctx, tx); err != nil {
		return Asset{}, err
	}
	return s.save(ctx, tx, by, before, drafted(before, n))
}

// drafted is a device as a draft makes it. One that was ended comes back.
func drafted(a Asset, n Draft) Asset {
	a.Tag, a.Serial, a.Name, a.Kind, a.Model, a.ModelID, a.Level = n.Tag, n.Serial, n.Name, n.Kind, n.Model, n.ModelID, n.Level
	a.Person, a.Unit, a.Site, a.Source, a.Delivered, a.Life, a.Renew, a.State = n.Person, n.Unit, n.Site, n.Source, n.Delivered, n.Life, n.Renew, n.State
	a.EndedOn, a.EndedWhy = "", ""
	return a
}

// draftOf is what is said of a device now.
func draftOf(a *Asset) Draft {
	d := Draft{
		Org: a.Org, Tag: a.Tag, Serial: a.Serial, Name: a.Name, Kind: a.Kind, Model: a.Model, ModelID: a.ModelID, Level: a.Level, Person: a.Person, Unit: a.Unit, Site: a.Site,
		Source: a.Source, SourceID: a.SourceID, Delivered: a.Delivered, Life: a.Life, Renew: a.Renew, State: a.State,
	}
	if d.State == Ended {
		d.State = InUse
	}
	return d
}

// save writes a row and tells what differs. Nothing that differs writes nothing.
func (s *Service) save(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before, a Asset) (Asset, error) {
	changes := differences(&before, &a)
	if len(changes) == 0 {
		return before, nil
	}
	n, err := tx.Exec(ctx, updateAsset, int64(a.ID), a.Tag, Key(a.Tag), a.Serial, Key(a.Serial), a.Name, string(a.Kind), a.Model, sqldb.ID(a.ModelID), sqldb.ID(a.Level),
		sqldb.ID(a.Person), sqldb.ID(a.Unit), sqldb.ID(a.Site), string(a.Source), a.Delivered, a.Life, a.Renew, string(a.State), a.Active(), a.EndedOn, a.EndedWhy,
		sqldb.Time(tx.Now()), before.Version)
	if err != nil {
		return Asset{}, taken(err)
	}
	if n == 0 {
		return Asset{}, errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	what := EventChanged
	switch {
	case before.Active() && !a.Active():
		what = EventEnded
	case a.Person != before.Person || a.Unit != before.Unit || a.Site != before.Site:
		what = EventLinked
	}
	if a, err = load(ctx, tx, a.ID); err != nil {
		return Asset{}, err
	}
	return a, s.tell(ctx, tx, by, &a, what, changes)
}

// Link is who has a device and where it stands.
type Link struct {
	Person directory.PersonID
	Unit   directory.UnitID // 0 takes the person's, and stays where there is none.
	Site   directory.SiteID // The same.
}

// LinkIn gives a device to somebody, or to a unit, inside a transaction that has decided who may.
// Errors: errs.NotFound, errs.Invalid.
func (s *Service) LinkIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, to Link) (Asset, error) {
	before, err := load(ctx, tx, id)
	if err != nil {
		return Asset{}, err
	}
	n := Draft{Org: before.Org, Person: to.Person, Unit: to.Unit, Site: to.Site}
	if err := n.place(ctx, tx); err != nil {
		return Asset{}, err
	}
	if err := n.belongs(ctx, tx); err != nil {
		return Asset{}, err
	}
	a := before
	a.Person = n.Person
	if n.Unit != 0 {
		a.Unit = n.Unit
	}
	if n.Site != 0 {
		a.Site = n.Site
	}
	return s.save(ctx, tx, by, before, a)
}

// End takes a device out of the inventory; it stays in the history. Errors: errs.NotFound, errs.Forbidden, errs.Invalid,
// errs.Conflict.
func (s *Service) End(ctx context.Context, by authz.Actor, id ID, version int64, why string) (Asset, error) {
	var a Asset
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := writable(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		a, err = s.endIn(ctx, tx, by, before, why)
		return err
	})
	return a, err
}

// EndIn is End inside a transaction that has decided who may.
func (s *Service) EndIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID, why string) (Asset, error) {
	before, err := load(ctx, tx, id)
	if err != nil {
		return Asset{}, err
	}
	return s.endIn(ctx, tx, by, before, why)
}

func (s *Service) endIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Asset, why string) (Asset, error) {
	if why = clean.Line(why, maxLine); clean.Blank(why) {
		var f errs.Fields
		f.Add("why", "error.required")
		return Asset{}, f.Err()
	}
	if !before.Active() {
		return before, nil
	}
	a := before
	a.State, a.EndedWhy, a.EndedOn = Ended, why, tx.Now().In(stockholm()).Format(time.DateOnly)
	return s.save(ctx, tx, by, before, a)
}
