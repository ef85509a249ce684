package order

import (
	"context"
	"encoding/json"
	"regexp"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// PackageStream is the kind of a package's stream in the event log.
const PackageStream = "order_package"

// EventPackageSaved tells that a package was made or changed.
const EventPackageSaved = "order_package.saved"

// MostParts bounds a package.
const MostParts = 30

var packageKey = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// PackageInput is what is said of a package.
type PackageInput struct {
	ID      PackageID // 0: a new one.
	Version int64     // That was shown, of one that is changed.
	Org     directory.OrgID
	Key     string
	State   catalogue.State
	NameSv  string
	NameEn  string
	AboutSv string
	AboutEn string
	Parts   []PartInput
}

// PartInput is one order within a package.
type PartInput struct {
	Item     catalogue.ID
	Quantity int
	Defaults map[string]string
}

func (in *PackageInput) check() errs.Fields {
	var f errs.Fields
	in.Key, in.NameSv, in.NameEn = clean.Line(in.Key, 0), clean.Line(in.NameSv, 0), clean.Line(in.NameEn, 0)
	in.AboutSv, in.AboutEn = clean.Text(in.AboutSv, 0), clean.Text(in.AboutEn, 0)
	if !packageKey.MatchString(in.Key) || len(in.Key) > 60 {
		f.Add("key", "order.error.key")
	}
	if in.NameSv == "" {
		f.Add("name_sv", "error.required")
	}
	for name, value := range map[string]string{"name_sv": in.NameSv, "name_en": in.NameEn} {
		if !clean.Fits(value, 200) {
			f.Add(name, "error.too_long", "max", 200)
		}
	}
	for name, value := range map[string]string{"about_sv": in.AboutSv, "about_en": in.AboutEn} {
		if !clean.Fits(value, maxWords) {
			f.Add(name, "error.too_long", "max", maxWords)
		}
	}
	switch in.State {
	case catalogue.Draft, catalogue.Published, catalogue.Retired:
	default:
		f.Add("state", "error.choose")
	}
	if len(in.Parts) == 0 && in.State == catalogue.Published {
		f.Add("parts", "order.error.no_parts")
	}
	if len(in.Parts) > MostParts {
		f.Add("parts", "order.error.parts", "most", MostParts)
	}
	return f
}

// mayPackage reports whether the actor makes packages in an organisation.
func mayPackage(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(catalogue.MayPackage, authz.Organisation, int64(org))
}

// SavePackage makes a package or writes over one. Errors: errs.Forbidden, errs.Invalid with every wrong field,
// errs.Conflict over a version that is not the newest, errs.NotFound.
func (s *Service) SavePackage(ctx context.Context, by authz.Actor, in PackageInput) (PackageID, error) {
	if in.Org == 0 {
		in.Org = directory.OrgID(by.Org)
	}
	if !mayPackage(by, in.Org) {
		return 0, errs.Denied(string(catalogue.MayPackage))
	}
	wrong := in.check()
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		wrong, err := in.checkParts(ctx, tx, wrong)
		if err != nil {
			return err
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		version, err := in.store(ctx, tx, by)
		if err != nil {
			return err
		}
		_, err = s.d.Events.Append(ctx, tx, by, event.Draft{
			Org: int64(in.Org), Kind: PackageStream, Stream: int64(in.ID), Pos: version, Type: EventPackageSaved, Label: string(in.State), Payload: in,
		})
		return err
	})
	return in.ID, err
}

var (
	itemsOfOrg    = sqldb.Q("order.package_items", `select i.id from catalogue_item i where i.org_id = $1 and i.state = 'published' and i.kind <> 'development' and i.id {{in $2}}`)
	insertPackage = sqldb.Q("order.package_insert", `
		insert into order_package (org_id, key, state, name_sv, name_en, about_sv, about_en, sort_key, created_by, created_at, updated_by, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10) returning id`)
	updatePackage = sqldb.Q("order.package_update", `
		update order_package set key = $4, state = $5, name_sv = $6, name_en = $7, about_sv = $8, about_en = $9, sort_key = $10, updated_by = $11, updated_at = $12,
			version = version + 1 where id = $1 and org_id = $2 and version = $3`)
	packageThere = sqldb.Q("order.package_there", `select p.version from order_package p where p.id = $1 and p.org_id = $2`)
	deleteParts  = sqldb.Q("order.package_parts_delete", `delete from order_package_part where package_id = $1`)
	insertPart   = sqldb.Q("order.package_part_insert", `insert into order_package_part (package_id, pos, item_id, quantity, defaults) values ($1, $2, $3, $4, $5)`)
)

// checkParts refuses what is no offer of the organisation, and answers that its form does not take.
func (in *PackageInput) checkParts(ctx context.Context, tx *sqldb.Tx, f errs.Fields) (errs.Fields, error) {
	var ids []catalogue.ID
	for i := range in.Parts {
		ids = append(ids, in.Parts[i].Item)
		if n := in.Parts[i].Quantity; n < 1 || n > 1000 {
			f.Add("quantity."+itoa(i), "error.number")
		}
	}
	known, err := sqldb.All(ctx, tx, itemsOfOrg, sqldb.Value[catalogue.ID], int64(in.Org), sqldb.List[catalogue.ID](ids))
	if err != nil {
		return f, err
	}
	there := map[catalogue.ID]bool{}
	for _, id := range known {
		there[id] = true
	}
	for i := range in.Parts {
		if !there[in.Parts[i].Item] {
			f.Add("item."+itoa(i), "order.error.not_offered")
		}
	}
	return f, nil
}

func (in *PackageInput) store(ctx context.Context, tx *sqldb.Tx, by authz.Actor) (int64, error) {
	key := directory.SortKey(in.NameSv)
	version := int64(1)
	if in.ID == 0 {
		id, err := tx.Insert(ctx, insertPackage, int64(in.Org), in.Key, string(in.State), in.NameSv, in.NameEn, in.AboutSv, in.AboutEn, key, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return 0, taken(err)
		}
		in.ID = PackageID(id)
	} else {
		n, err := tx.Exec(ctx, updatePackage, int64(in.ID), int64(in.Org), in.Version, in.Key, string(in.State), in.NameSv, in.NameEn, in.AboutSv, in.AboutEn, key,
			sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return 0, taken(err)
		}
		if n == 0 {
			if _, found, err := sqldb.Maybe(ctx, tx, packageThere, sqldb.Value[int64], int64(in.ID), int64(in.Org)); err != nil || !found {
				return 0, missing(err)
			}
			return 0, errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		version = in.Version + 1
		if _, err := tx.Exec(ctx, deleteParts, int64(in.ID)); err != nil {
			return 0, err
		}
	}
	for i, p := range in.Parts {
		defaults, err := json.Marshal(nonNil(p.Defaults))
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, insertPart, int64(in.ID), i+1, int64(p.Item), p.Quantity, string(defaults)); err != nil {
			return 0, err
		}
	}
	return version, nil
}

func missing(err error) error {
	if err != nil {
		return err
	}
	return errs.Missing()
}

func taken(err error) error {
	if !sqldb.Violates(err, "order_package_org_id_key_key") {
		return err
	}
	var f errs.Fields
	f.Add("key", "order.error.key_taken")
	return f.Err()
}
