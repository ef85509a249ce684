package service

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// ObjectID is the number of a resource or an object.
type ObjectID int64

// ObjectKind tells a resource (a shared folder, a mailbox, a room) from an object (a system's environment, a door).
type ObjectKind string

// The two kinds.
const (
	Resource ObjectKind = "resource"
	Thing    ObjectKind = "object"
)

// ObjectKinds lists them.
func ObjectKinds() []ObjectKind { return []ObjectKind{Resource, Thing} }

// Object is something beside a service that can be asked for, and for which a right can be held.
type Object struct {
	ID      ObjectID
	Org     directory.OrgID
	Kind    ObjectKind
	Name    string
	Service ID // The service that it is part of; 0 for none.
	Active  bool
	Version int64
}

// The stream and events of the register of resources and objects.
const (
	ObjectStream       = "service_object"
	EventObjectAdded   = "service_object.added"
	EventObjectChanged = "service_object.changed"
)

// mostObjects bounds the register of one organisation as a list shows it.
const mostObjects = 1000

// Objects lists an organisation's resources and objects, those in use first, by name. Whoever has nothing to do with the
// organisation gets none.
func (s *Service) Objects(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Object, error) {
	if !maySee(by, org) {
		return nil, nil
	}
	return sqldb.All(ctx, s.db, selectObjects, scanObject, int64(org), mostObjects)
}

// Object finds one. Errors: errs.NotFound.
func (s *Service) Object(ctx context.Context, by authz.Actor, id ObjectID) (Object, error) {
	o, err := ObjectByID(ctx, s.db, id)
	if err == nil && !maySee(by, o.Org) {
		return Object{}, errs.Missing()
	}
	return o, err
}

// ObjectByID finds one for a use case that has decided who may. Errors: errs.NotFound.
func ObjectByID(ctx context.Context, q sqldb.Querier, id ObjectID) (Object, error) {
	o, found, err := sqldb.Maybe(ctx, q, selectObject, scanObject, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return o, err
}

// SaveObject adds (ID 0) or changes one. Errors: errs.Invalid with every wrong field, errs.Conflict, errs.Forbidden,
// errs.NotFound.
func (s *Service) SaveObject(ctx context.Context, by authz.Actor, o Object) (Object, error) {
	if !mayWrite(by, o.Org) {
		return o, errs.Denied(string(MayWrite))
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := o.check(ctx, tx); err != nil {
			return err
		}
		err := o.write(ctx, tx)
		if sqldb.Violates(err, "service_object_org_id_kind_name_key") {
			var f errs.Fields
			f.Add("name", "field.taken")
			return f.Err()
		}
		if err != nil {
			return err
		}
		kind := EventObjectChanged
		if o.Version == 1 {
			kind = EventObjectAdded
		}
		tx.Poke("service:" + strconv.FormatInt(int64(o.Org), 10))
		_, err = s.events.Append(ctx, tx, by, event.Draft{
			Org: int64(o.Org), Kind: ObjectStream, Stream: int64(o.ID), Pos: o.Version, Type: kind, Label: o.Name, Payload: o,
		})
		return err
	})
	return o, err
}

// check cleans the object in place and reports everything wrong with it.
func (o *Object) check(ctx context.Context, tx *sqldb.Tx) error {
	var f errs.Fields
	o.Name = clean.Line(o.Name, 0)
	if clean.Blank(o.Name) {
		f.Add("name", "error.required")
	} else if clean.Length(o.Name) > 200 {
		f.Add("name", "error.too_long", "max", 200)
	}
	if o.Kind != Resource && o.Kind != Thing {
		f.Add("kind", "error.choose")
	}
	if o.Service != 0 {
		i, found, err := sqldb.Maybe(ctx, tx, selectOne, scan, int64(o.Service))
		if err != nil {
			return err
		}
		if !found || i.Org != o.Org {
			f.Add("service", "error.choose")
		}
	}
	return f.Err()
}

func (o *Object) write(ctx context.Context, tx *sqldb.Tx) error {
	if o.ID == 0 {
		id, err := tx.Insert(ctx, insertObject, int64(o.Org), string(o.Kind), o.Name, textindex.SortKey(o.Name), sqldb.ID(o.Service))
		o.ID, o.Active, o.Version = ObjectID(id), true, 1
		return err
	}
	old, err := ObjectByID(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	if old.Org != o.Org {
		return errs.Missing()
	}
	n, err := tx.Exec(ctx, updateObject, int64(o.ID), o.Version, string(o.Kind), o.Name, textindex.SortKey(o.Name), sqldb.ID(o.Service), o.Active)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	o.Version++
	return err
}

const objectColumns = `select b.id, b.org_id, b.kind, b.name, b.service_id, b.active, b.version from service_object b where `

var (
	selectObjects = sqldb.Q("service.objects", objectColumns+`b.org_id = $1 order by b.active desc, b.sort_key, b.id limit $2`)
	selectObject  = sqldb.Q("service.object", objectColumns+`b.id = $1`)
	insertObject  = sqldb.Q("service.object.insert", `
		insert into service_object (org_id, kind, name, sort_key, service_id) values ($1, $2, $3, $4, $5) returning id`)
	updateObject = sqldb.Q("service.object.update", `
		update service_object set kind = $3, name = $4, sort_key = $5, service_id = $6, active = $7, version = version + 1
		where id = $1 and version = $2`)
)

func scanObject(r sqldb.Row) (Object, error) {
	var o Object
	err := r.Scan(&o.ID, &o.Org, &o.Kind, &o.Name, sqldb.ScanID(&o.Service), &o.Active, &o.Version)
	return o, err
}
