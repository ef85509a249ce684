package asset

import (
	"context"
	"fmt"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Create takes a device up into the part of the inventory that the actor keeps.
// Errors: errs.Forbidden, errs.Invalid.
func (s *Service) Create(ctx context.Context, by authz.Actor, n Draft) (Asset, error) {
	if !mayKeep(by) {
		return Asset{}, errs.Denied(string(MayWrite))
	}
	var a Asset
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if a, err = s.CreateIn(ctx, tx, by, n); err != nil {
			return err
		}
		return stillWithin(ctx, tx, by, a.ID)
	})
	return a, taken(err)
}

// CreateIn takes a device up inside a transaction that has decided who may: a delivery, a registration, an own purchase.
// Errors: errs.Invalid; a tag or serial number that another device has is errs.Invalid too, and the transaction is lost.
func (s *Service) CreateIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, n Draft) (Asset, error) {
	if err := n.check().Err(); err != nil {
		return Asset{}, err
	}
	if err := n.place(ctx, tx); err != nil {
		return Asset{}, err
	}
	if err := n.belongs(ctx, tx); err != nil {
		return Asset{}, err
	}
	tag := n.Tag
	if tag == "" {
		tag = fmt.Sprintf("~%d", tx.Now().UnixMicro()) // Until the row has a number.
	}
	id, err := tx.Insert(ctx, insertAsset, int64(n.Org), tag, Key(tag), n.Serial, Key(n.Serial), n.Name, string(n.Kind), n.Model, sqldb.ID(n.ModelID), sqldb.ID(n.Level),
		sqldb.ID(n.Person), sqldb.ID(n.Unit), sqldb.ID(n.Site), string(n.Source), sqldb.ID(n.SourceID), n.Delivered, n.Life, n.Renew, string(n.State), sqldb.Time(tx.Now()))
	if err != nil {
		return Asset{}, taken(err)
	}
	if n.Tag == "" {
		tag = fmt.Sprintf("E-%d", id)
		if _, err := tx.Exec(ctx, setTag, id, tag, Key(tag)); err != nil {
			return Asset{}, taken(err)
		}
	}
	a, err := load(ctx, tx, ID(id))
	if err != nil {
		return Asset{}, err
	}
	return a, s.tell(ctx, tx, by, &a, EventCreated, differences(&Asset{}, &a))
}

// taken says which number another device has.
func taken(err error) error {
	var f errs.Fields
	switch {
	case sqldb.Violates(err, "device_org_id_tag_key_key"):
		f.Add("tag", "asset.error.taken")
	case sqldb.Violates(err, "device_org_id_serial_key_key"):
		f.Add("serial", "asset.error.serial_taken")
	default:
		return err
	}
	return f.Err()
}

// stillWithin refuses what would leave the part of the inventory that the actor keeps.
func stillWithin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ID) error {
	var w sqldb.Where
	and(&w, Within(by, MayWrite))
	w.And("d.id = ?", int64(id))
	n, err := sqldb.One(ctx, tx, sqldb.Q("asset.within", `select count(*) from device d where `+w.SQL()), sqldb.Value[int64], w.Args()...)
	if err == nil && n == 0 {
		var f errs.Fields
		f.Add("unit", "asset.error.reach")
		err = f.Err()
	}
	return err
}

var setTag = sqldb.Q("asset.set_tag", `update device set tag = $2, tag_key = $3 where id = $1`)
