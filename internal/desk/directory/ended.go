package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The functions below list what an organisation no longer uses, for those who may take it back. The lists of what is in
// use are each beside the thing itself.

// EndedSites lists an organisation's sites that are no longer in use.
func (s *Service) EndedSites(ctx context.Context, by authz.Actor, org OrgID) ([]Site, error) {
	w := endedIn(by, "s", org)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.sites.ended", selectSite+w.SQL()+` order by s.sort_key, s.id`), scanSite, w.Args()...)
}

// EndedCostCentres lists an organisation's cost centres that are no longer in use.
func (s *Service) EndedCostCentres(ctx context.Context, by authz.Actor, org OrgID) ([]CostCentre, error) {
	w := endedIn(by, "c", org)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.costs.ended", selectCost+w.SQL()+` order by c.code, c.id`), scanCostCentre, w.Args()...)
}

// EndedAuthorities lists an organisation's boards that are no longer in use.
func (s *Service) EndedAuthorities(ctx context.Context, by authz.Actor, org OrgID) ([]Authority, error) {
	w := endedIn(by, "a", org)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.authorities.ended", selectAuthority+w.SQL()+` order by a.name, a.id`), scanAuthority, w.Args()...)
}

// EndedDesks lists an organisation's desks that are closed.
func (s *Service) EndedDesks(ctx context.Context, by authz.Actor, org OrgID) ([]Desk, error) {
	w := endedIn(by, "d", org)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.desks.ended", selectDesk+w.SQL()+` order by d.id`), scanDesk, w.Args()...)
}

// EndedUnits lists an organisation's units that are no longer in use, by name.
func (s *Service) EndedUnits(ctx context.Context, by authz.Actor, org OrgID) ([]Unit, error) {
	w := endedIn(by, "u", org)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.units.ended", selectUnit+w.SQL()+` order by u.sort_key, u.id`), scanUnit, w.Args()...)
}

// EndedGroups lists a desk's groups that are no longer in use.
func (s *Service) EndedGroups(ctx context.Context, by authz.Actor, desk DeskID) ([]Group, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "g")
	w.And("not g.active and g.desk_id = ?", int64(desk))
	return sqldb.All(ctx, s.db, sqldb.Q("directory.groups.ended", selectGroup+w.SQL()+` order by g.name, g.id`), scanGroup, w.Args()...)
}

func endedIn(by authz.Actor, t string, org OrgID) *sqldb.Where {
	w := &sqldb.Where{}
	and(w, placesOf(by), t)
	w.And("not "+t+".active and "+t+".org_id = ?", int64(org))
	return w
}
