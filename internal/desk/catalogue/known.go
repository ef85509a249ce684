package catalogue

import (
	"context"
	"slices"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Asked is what somebody answered to an offer's questions, as Check keeps it.
type Asked struct {
	Item   *Config
	Values map[string]string
}

// What exists of a register, in an organisation, of the numbers that somebody gave.
var (
	knownSites   = sqldb.Q("catalogue.known.sites", `select id from site where org_id = $1 and active and id {{in $2}}`)
	knownUnits   = sqldb.Q("catalogue.known.units", `select id from unit where org_id = $1 and active and id {{in $2}}`)
	knownObjects = sqldb.Q("catalogue.known.objects", `select id from service_object where org_id = $1 and active and id {{in $2}}`)
)

// KnownIn reports, for each of many answered forms, which answers refer to nothing that the organisation has and the
// actor may know of. It asks once for each register, however many forms there are.
func KnownIn(ctx context.Context, q sqldb.Querier, by authz.Actor, org directory.OrgID, all []Asked) ([]errs.Fields, error) {
	wrong := make([]errs.Fields, len(all))
	for _, t := range []Type{Person, Site, Unit, Device, Object} {
		ids := referred(all, t)
		if len(ids) == 0 {
			continue
		}
		known, err := known(ctx, q, by, org, t, ids)
		if err != nil {
			return nil, err
		}
		for i, a := range all {
			for _, f := range a.Item.Fields {
				if n, err := strconv.ParseInt(a.Values[f.Key], 10, 64); f.Type == t && err == nil && !slices.Contains(known, n) {
					wrong[i].Add(Name(f.Key), "error.choose")
				}
			}
		}
	}
	return wrong, nil
}

// referred are the numbers that fields of a type hold.
func referred(all []Asked, t Type) []int64 {
	var ids []int64
	for _, a := range all {
		for _, f := range a.Item.Fields {
			if n, err := strconv.ParseInt(a.Values[f.Key], 10, 64); f.Type == t && err == nil {
				ids = append(ids, n)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func known(ctx context.Context, q sqldb.Querier, by authz.Actor, org directory.OrgID, t Type, ids []int64) ([]int64, error) {
	list := sqldb.List[int64](ids)
	switch t {
	case Site:
		return sqldb.All(ctx, q, knownSites, sqldb.Value[int64], int64(org), list)
	case Unit:
		return sqldb.All(ctx, q, knownUnits, sqldb.Value[int64], int64(org), list)
	case Object:
		return sqldb.All(ctx, q, knownObjects, sqldb.Value[int64], int64(org), list)
	}
	// People for whom the actor orders, and devices of theirs or of nobody's: a guessed number tells nothing.
	var w sqldb.Where
	condition, args := recipients(by).SQL()
	if t == Device {
		w.And("(d.person_id is null or d.person_id in (select p.id from person p where "+condition+"))", args...)
		w.And("d.org_id = ? and d.active and d.id {{in ?}}", int64(org), list)
		return sqldb.All(ctx, q, sqldb.Q("catalogue.known.devices", `select d.id from device d where `+w.SQL()), sqldb.Value[int64], w.Args()...)
	}
	w.And(condition, args...)
	w.And("p.org_id = ? and p.active and p.id {{in ?}}", int64(org), list)
	return sqldb.All(ctx, q, sqldb.Q("catalogue.known.people", `select p.id from person p where `+w.SQL()), sqldb.Value[int64], w.Args()...)
}
