package order

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// Package is one or more offers that are ordered as one.
type Package struct {
	ID        PackageID
	Org       directory.OrgID
	Key       string
	State     catalogue.State
	Sv, En    string
	AboutSv   string
	AboutEn   string
	UpdatedAt time.Time
	Version   int64
	Parts     []Part
}

// Name is what it is called in a language.
func (p *Package) Name(lang string) string { return either(lang, p.En, p.Sv) }

// About is what it is for, in a language.
func (p *Package) About(lang string) string { return either(lang, p.AboutEn, p.AboutSv) }

// Part is one order within a package.
type Part struct {
	ID       int64
	Item     catalogue.ID
	Quantity int
	// Defaults are what the form's fields hold from the beginning; under "model", the number of a device model.
	Defaults map[string]string

	// Of the offer as it is now, for those who keep packages.
	Key, Sv, En string
	Supplier    ticket.SupplierID
	Offered     bool
}

// Name is what the part's offer is called in a language.
func (p *Part) Name(lang string) string { return either(lang, p.En, p.Sv) }

// Prefix stands before the keys of the part's fields in a package's form.
func (p *Part) Prefix() string { return "p" + strconv.FormatInt(p.ID, 10) + "_" }

const packageColumns = `p.id, p.org_id, p.key, p.state, p.name_sv, p.name_en, p.about_sv, p.about_en, p.updated_at, p.version`

func scanPackage(r sqldb.Row) (Package, error) {
	var p Package
	return p, r.Scan(&p.ID, &p.Org, &p.Key, &p.State, &p.Sv, &p.En, &p.AboutSv, &p.AboutEn, sqldb.ScanTime(&p.UpdatedAt), &p.Version)
}

var (
	packagesByID = sqldb.Q("order.packages_by_id", `select `+packageColumns+` from order_package p where p.org_id = $1 and p.id {{in $2}}`)
	partsOf      = sqldb.Q("order.parts", `select t.package_id, t.id, t.item_id, t.quantity, t.defaults, i.key, i.name_sv, i.name_en, i.supplier_id,
			case when i.state = 'published' then 1 else 0 end
		from order_package_part t join catalogue_item i on i.id = t.item_id where t.package_id {{in $1}} order by t.package_id, t.pos, t.id`)
)

// packagesIn returns packages of an organisation with their parts.
func packagesIn(ctx context.Context, q sqldb.Querier, org directory.OrgID, ids []PackageID) (map[PackageID]Package, error) {
	out := map[PackageID]Package{}
	if len(ids) == 0 {
		return out, nil
	}
	list, err := sqldb.All(ctx, q, packagesByID, scanPackage, int64(org), sqldb.List[PackageID](ids))
	if err != nil {
		return nil, err
	}
	if err := addParts(ctx, q, list); err != nil {
		return nil, err
	}
	for _, p := range list {
		out[p.ID] = p
	}
	return out, nil
}

// addParts reads the parts of packages.
func addParts(ctx context.Context, q sqldb.Querier, list []Package) error {
	ids, at := make([]PackageID, len(list)), map[PackageID]int{}
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, i
	}
	if len(ids) == 0 {
		return nil
	}
	return sqldb.Each(ctx, q, partsOf, func(r sqldb.Row) error {
		var id PackageID
		var p Part
		var defaults string
		var offered int
		if err := r.Scan(&id, &p.ID, &p.Item, &p.Quantity, &defaults, &p.Key, &p.Sv, &p.En, sqldb.ScanID(&p.Supplier), &offered); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(defaults), &p.Defaults); err != nil {
			return fmt.Errorf("part %d: %w", p.ID, err)
		}
		p.Offered = offered == 1
		list[at[id]].Parts = append(list[at[id]].Parts, p)
		return nil
	}, sqldb.List[PackageID](ids))
}
