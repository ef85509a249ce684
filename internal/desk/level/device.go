package level

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Device is a computer or another thing that people work with, as far as support needs to know.
type Device struct {
	ID         DeviceID
	Org        directory.OrgID
	Tag        string // The inventory tag on it.
	Name       string
	Level      ID
	LevelNo    int
	Person     directory.PersonID
	PersonName string
	Login      string
	Unit       directory.UnitID
	Site       directory.SiteID
	SiteName   string
	Active     bool
	Version    int64
}

// DeviceInput is what is said about a device.
type DeviceInput struct {
	Tag, Name string
	Level     ID
	Login     string // Of the holder; "" for none.
	Unit      directory.UnitID
	Site      directory.SiteID
	Active    bool
}

// tagKey is a tag as it is compared: "pc 1234" and "PC-1234" are the same.
func tagKey(tag string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u2011", "").Replace(clean.Line(tag, maxLine)))
}

const deviceText = `select d.id, d.org_id, d.tag, d.name, d.level_id, coalesce(l.number, 0), d.person_id, `

func deviceColumns(w *sqldb.Where, by authz.Actor) string {
	condition, args := directory.NamesSeen(by).For("p").SQL()
	seen := w.Numbered(condition, args...)
	return deviceText + `coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = d.person_id and ` + seen + `), ''),
		coalesce((select p.login from person p where p.id = d.person_id and ` + seen + `), ''), d.unit_id, d.site_id, coalesce((select x.name from site x where x.id = d.site_id), ''), d.active, d.version
		from device d left join support_level l on l.id = d.level_id where `
}

func scanDevice(r sqldb.Row) (Device, error) {
	var d Device
	err := r.Scan(&d.ID, &d.Org, &d.Tag, &d.Name, sqldb.ScanID(&d.Level), &d.LevelNo, sqldb.ScanID(&d.Person), &d.PersonName, &d.Login, sqldb.ScanID(&d.Unit),
		sqldb.ScanID(&d.Site), &d.SiteName, &d.Active, &d.Version)
	return d, err
}

// Devices returns an organisation's devices whose tag begins as asked, by tag, from a tag on. Errors: errs.Forbidden.
func (s *Service) Devices(ctx context.Context, by authz.Actor, org directory.OrgID, tag, after string, limit int) ([]Device, error) {
	if err := mayWrite(by, org); err != nil {
		return nil, err
	}
	var w sqldb.Where
	text := deviceColumns(&w, by)
	w.And("d.org_id = ? and d.tag_key > ?", int64(org), tagKey(after))
	if key := tagKey(tag); key != "" {
		w.And("d.tag_key >= ? and d.tag_key < ?", key, key+"\uffff")
	}
	return sqldb.All(ctx, s.d.DB, sqldb.Q("level.devices", text+w.SQL()+" order by d.tag_key"+w.Numbered(" limit ?", limit)), scanDevice, w.Args()...)
}

// Device returns one. Errors: errs.NotFound, errs.Forbidden.
func (s *Service) Device(ctx context.Context, by authz.Actor, org directory.OrgID, id DeviceID) (Device, error) {
	if err := mayWrite(by, org); err != nil {
		return Device{}, err
	}
	var w sqldb.Where
	text := deviceColumns(&w, by)
	w.And("d.org_id = ? and d.id = ?", int64(org), int64(id))
	d, found, err := sqldb.Maybe(ctx, s.d.DB, sqldb.Q("level.device", text+w.SQL()), scanDevice, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return d, err
}

// SaveDevice adds (ID 0) or changes a device. Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) SaveDevice(ctx context.Context, by authz.Actor, org directory.OrgID, id DeviceID, version int64, in DeviceInput) error {
	if err := mayWrite(by, org); err != nil {
		return err
	}
	var f errs.Fields
	in.Tag, in.Name = clean.Line(in.Tag, maxLine), clean.Line(in.Name, maxLine)
	if tagKey(in.Tag) == "" {
		f.Add("tag", "error.required")
	}
	var holder directory.Person
	if in.Login != "" {
		var err error
		holder, err = s.d.Directory.PersonByLogin(ctx, by, in.Login)
		if errs.Is(err, errs.NotFound) || err == nil && holder.Org != org {
			f.Add("login", "level.error.login")
		} else if err != nil {
			return err
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	if in.Unit == 0 {
		in.Unit = holder.Unit
	}
	if in.Site == 0 {
		in.Site = holder.Site
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := belongs(ctx, tx, org, in); err != nil {
			return err
		}
		args := []any{int64(org), in.Tag, tagKey(in.Tag), in.Name, sqldb.ID(in.Level), sqldb.ID(holder.ID), sqldb.ID(in.Unit), sqldb.ID(in.Site)}
		if id == 0 {
			_, err := tx.Insert(ctx, insertDevice, args...)
			return err
		}
		n, err := tx.Exec(ctx, updateDevice, append(args, in.Active, int64(id), version)...)
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return err
	})
	if sqldb.Violates(err, "device_org_id_tag_key_key") {
		f.Add("tag", "level.error.taken")
		return f.Err()
	}
	return err
}

func belongs(ctx context.Context, q sqldb.Querier, org directory.OrgID, in DeviceInput) error {
	var f errs.Fields
	for _, c := range []struct {
		field string
		id    int64
		stmt  sqldb.Stmt
	}{{"level", int64(in.Level), levelOf}, {"site", int64(in.Site), siteOf}, {"unit", int64(in.Unit), unitOf}} {
		if c.id == 0 {
			continue
		}
		n, err := sqldb.One(ctx, q, c.stmt, sqldb.Value[int64], c.id, int64(org))
		if err != nil {
			return err
		}
		if n == 0 {
			f.Add(c.field, "error.choose")
		}
	}
	return f.Err()
}

var (
	levelOf      = sqldb.Q("level.level_of", `select count(*) from support_level where id = $1 and org_id = $2 and active`)
	unitOf       = sqldb.Q("level.unit_of", `select count(*) from unit where id = $1 and org_id = $2`)
	insertDevice = sqldb.Q("level.device.insert", `
		insert into device (org_id, tag, tag_key, name, level_id, person_id, unit_id, site_id) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateDevice = sqldb.Q("level.device.update", `
		update device set tag = $2, tag_key = $3, name = $4, level_id = $5, person_id = $6, unit_id = $7, site_id = $8, active = $9, version = version + 1
		where id = $10 and org_id = $1 and version = $11`)
)
