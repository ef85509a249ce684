package order

import (
	"context"
	"slices"
	"strconv"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

func itoa(n int) string { return strconv.Itoa(n) }

// mostPackages bounds the lists: packages are few.
const mostPackages = 200

var (
	packagesOffered = sqldb.Q("order.packages_offered", `select `+packageColumns+` from order_package p where p.org_id = $1 and p.state = 'published' order by p.sort_key, p.id limit $2`)
	packageByKey    = sqldb.Q("order.package_by_key", `select `+packageColumns+` from order_package p where p.org_id = $1 and p.key = $2 and p.state = 'published'`)
	packagesKept    = sqldb.Q("order.packages_kept", `select `+packageColumns+` from order_package p where p.org_id {{in $1}} order by p.org_id, p.sort_key, p.id limit $2`)
	packageByID     = sqldb.Q("order.package_by_id", `select `+packageColumns+` from order_package p where p.org_id {{in $1}} and p.id = $2`)
)

// Packages returns the packages that are offered to the actor: those all of whose parts are shown to them or to somebody
// for whom they order. Whoever may not look into the catalogue gets none.
func (s *Service) Packages(ctx context.Context, by authz.Actor) ([]Package, error) {
	if !by.May(catalogue.MayRead) {
		return nil, nil
	}
	list, err := sqldb.All(ctx, s.d.DB, packagesOffered, scanPackage, by.Org, mostPackages)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return s.offered(ctx, by, list)
}

// offered leaves out the packages with a part that cannot be ordered now.
func (s *Service) offered(ctx context.Context, by authz.Actor, list []Package) ([]Package, error) {
	if err := addParts(ctx, s.d.DB, list); err != nil {
		return nil, err
	}
	whole := func(p Package) bool {
		return len(p.Parts) > 0 && !slices.ContainsFunc(p.Parts, func(t Part) bool { return !t.Offered })
	}
	return slices.DeleteFunc(list, func(p Package) bool { return !whole(p) }), nil
}

// Package returns a package that is offered to the actor, with the offers of its parts as they are shown to a person; 0 is
// the actor. Errors: errs.Forbidden, errs.NotFound.
func (s *Service) Package(ctx context.Context, by authz.Actor, key string, customer, person directory.PersonID) (Package, map[catalogue.ID]catalogue.Item, error) {
	if !by.May(catalogue.MayRead) {
		return Package{}, nil, errs.Denied(string(catalogue.MayRead))
	}
	p, found, err := sqldb.Maybe(ctx, s.d.DB, packageByKey, scanPackage, by.Org, key)
	if err != nil || !found {
		return p, nil, missing(err)
	}
	list, err := s.offered(ctx, by, []Package{p})
	if err != nil || len(list) == 0 {
		return p, nil, missing(err)
	}
	p = list[0]
	var ids []catalogue.ID
	for _, t := range p.Parts {
		ids = append(ids, t.Item)
	}
	who := by
	if customer != 0 {
		a, err := s.authority(ctx, s.d.DB, by, customer)
		if err != nil {
			return p, nil, err
		}
		who = a.who
	}
	items, err := catalogue.OfferedIn(ctx, s.d.DB, who, person, ids...)
	return p, items, err
}

// PackagesKept returns all packages of the organisations in which the actor makes them. Errors: errs.Forbidden.
func (s *Service) PackagesKept(ctx context.Context, by authz.Actor) ([]Package, error) {
	orgs := by.Reaches(catalogue.MayPackage, authz.Organisation)
	if len(orgs) == 0 {
		return nil, errs.Denied(string(catalogue.MayPackage))
	}
	list, err := sqldb.All(ctx, s.d.DB, packagesKept, scanPackage, sqldb.List[int64](orgs), mostPackages)
	if err != nil {
		return nil, err
	}
	return list, addParts(ctx, s.d.DB, list)
}

// PackageKept returns one of them. Errors: errs.Forbidden, errs.NotFound.
func (s *Service) PackageKept(ctx context.Context, by authz.Actor, id PackageID) (Package, error) {
	orgs := by.Reaches(catalogue.MayPackage, authz.Organisation)
	if len(orgs) == 0 {
		return Package{}, errs.Denied(string(catalogue.MayPackage))
	}
	p, found, err := sqldb.Maybe(ctx, s.d.DB, packageByID, scanPackage, sqldb.List[int64](orgs), int64(id))
	if err != nil || !found {
		return p, missing(err)
	}
	list := []Package{p}
	err = addParts(ctx, s.d.DB, list)
	return list[0], err
}

var partChoices = sqldb.Q("order.part_choices", `select i.id, i.key, i.name_sv, i.name_en, i.supplier_id from catalogue_item i
	where i.org_id = $1 and i.state = 'published' and i.kind <> 'development' order by i.sort_key, i.id limit 1000`)

// PartChoices are the offers of an organisation that can be parts of a package. Errors: errs.Forbidden.
func (s *Service) PartChoices(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Part, error) {
	if !mayPackage(by, org) {
		return nil, errs.Denied(string(catalogue.MayPackage))
	}
	return sqldb.All(ctx, s.d.DB, partChoices, func(r sqldb.Row) (Part, error) {
		p := Part{Offered: true}
		return p, r.Scan(&p.Item, &p.Key, &p.Sv, &p.En, sqldb.ScanID(&p.Supplier))
	}, int64(org))
}
