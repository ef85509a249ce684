package access

import (
	"context"
	"errors"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mayPass refuses unless the actor holds all verbs within at least that reach, by a right of their own.
func mayPass(ctx context.Context, q sqldb.Querier, by authz.Actor, verbs []authz.Verb, reach authz.Reach, of int64) error {
	if by.IsSystem() {
		return nil
	}
	around, err := surroundings(ctx, q, reach, of)
	if err != nil {
		return err
	}
	for _, v := range verbs {
		if !holds(by, v, reach, around) {
			return errs.Denied(string(v))
		}
	}
	return nil
}

// place is a reach with the thing it names.
type place struct {
	reach authz.Reach
	of    int64
}

// holds reports whether the actor holds the verb by a right of their own that reaches at least that far.
func holds(by authz.Actor, verb authz.Verb, reach authz.Reach, around []place) bool {
	return slices.ContainsFunc(by.Grants, func(g authz.Grant) bool {
		return g.Verb == verb && g.For == 0 && (reach == authz.Own && !g.Narrowed() || lies(g, around))
	})
}

// lies reports whether a grant reaches a place: what it names, and each of its limits, is among what is around.
func lies(g authz.Grant, around []place) bool {
	in := func(reach authz.Reach, of int64) bool {
		return reach == authz.Everywhere || slices.Contains(around, place{reach, of})
	}
	return in(g.Reach, g.Of) && !slices.ContainsFunc(g.Limits, func(l authz.Limit) bool { return !in(l.Reach, l.Of) })
}

// allAround is surroundings of a reach that limits narrow: a right on a reference in one service lies in both.
func allAround(ctx context.Context, q sqldb.Querier, reach authz.Reach, of int64, limits []authz.Limit) ([]place, error) {
	around, err := surroundings(ctx, q, reach, of)
	for _, l := range limits {
		if err != nil {
			return nil, err
		}
		var more []place
		more, err = surroundings(ctx, q, l.Reach, l.Of)
		around = append(around, more...)
	}
	return around, err
}

// surroundings lists the places that contain a place, the place itself first.
func surroundings(ctx context.Context, q sqldb.Querier, reach authz.Reach, of int64) ([]place, error) {
	if reach == authz.Own || reach == authz.Everywhere {
		return nil, nil
	}
	around := []place{{reach, of}}
	switch reach {
	case authz.Group:
		desk, err := sqldb.One(ctx, q, deskOfGroup, sqldb.Value[int64], of)
		if err != nil && !errors.Is(err, sqldb.ErrNone) {
			return nil, err
		}
		around = append(around, place{authz.Desk, desk})
	case authz.Reference:
		var cost, org int64
		_, found, err := sqldb.Maybe(ctx, q, aroundReference, func(r sqldb.Row) (struct{}, error) { return struct{}{}, r.Scan(&cost, &org) }, of)
		if err != nil || !found {
			return around, err
		}
		return append(around, place{authz.CostCentre, cost}, place{authz.Organisation, org}), nil
	case authz.Unit:
		above, err := sqldb.All(ctx, q, unitsAbove, sqldb.Value[int64], of)
		if err != nil {
			return nil, err
		}
		for _, u := range above {
			around = append(around, place{authz.Unit, u})
		}
	}
	org, err := orgOf(ctx, q, reach, of)
	if err != nil && !errors.Is(err, sqldb.ErrNone) {
		return nil, err
	}
	return append(around, place{authz.Organisation, org}), nil
}

// orgOf returns the organisation that a place belongs to, or sqldb.ErrNone.
func orgOf(ctx context.Context, q sqldb.Querier, reach authz.Reach, of int64) (int64, error) {
	stmt, ok := map[authz.Reach]sqldb.Stmt{
		authz.Organisation: orgOfOrg, authz.Desk: orgOfDesk, authz.Group: orgOfGroup, authz.Site: orgOfSite, authz.Supplier: orgOfSupplier, authz.Unit: orgOfUnit,
		authz.CostCentre: orgOfCost, authz.Reference: orgOfReference, authz.Service: orgOfService, authz.Object: orgOfObject,
	}[reach]
	if !ok {
		return 0, sqldb.ErrNone
	}
	return sqldb.One(ctx, q, stmt, sqldb.Value[int64], of)
}
