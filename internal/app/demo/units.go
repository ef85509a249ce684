package demo

import (
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// schools makes units with a site each and people in them, and returns the first unit and site.
func (c *customer) schools(parent directory.UnitID, names []string, street string) (directory.UnitID, directory.SiteID, error) {
	var firstUnit directory.UnitID
	var firstSite directory.SiteID
	for i, name := range names {
		site, err := c.app.Directory.AddSite(c.ctx, by, c.org.ID, directory.SiteInput{Name: name, Address: fmt.Sprintf("%s %d", street, 3+7*i)})
		if err != nil {
			return 0, 0, err
		}
		cost, err := c.app.Directory.AddCostCentre(c.ctx, by, c.org.ID, directory.CostCentreInput{Code: fmt.Sprintf("%d%02d0", 40+int(parent%50), i+1), Name: name})
		if err != nil {
			return 0, 0, err
		}
		unit, err := c.app.Directory.AddUnit(c.ctx, by, c.org.ID, directory.UnitInput{Name: name, Parent: parent, Site: site.ID, CostCentre: cost.ID})
		if err != nil {
			return 0, 0, err
		}
		if i == 0 {
			firstUnit, firstSite = unit.ID, site.ID
		}
		if err := c.people(unit.ID, site.ID); err != nil {
			return 0, 0, err
		}
	}
	return firstUnit, firstSite, nil
}

// people fills a unit: mostly staff, at schools some pupils.
func (c *customer) people(unit directory.UnitID, site directory.SiteID) error {
	titles := []string{"Lärare", "Lärare", "Speciallärare", "Fritidspedagog", "Administratör", "Vaktmästare", "Kurator"}
	for i := range 22 {
		in := directory.PersonInput{Category: directory.Employee, Title: pick(c.rng, titles), Unit: unit, Site: site}
		if c.openTo == 22 && i >= 14 {
			in.Category, in.Title = directory.Pupil, ""
		}
		p, err := c.person(c.org.ID, "", "", in)
		if err != nil {
			return err
		}
		c.users = append(c.users, authz.Actor{Person: int64(p.ID), Org: int64(c.org.ID), Name: p.Name(), Grants: ownGrants})
	}
	return nil
}

// ownGrants are what every person holds for their own cases; the same as the role "base".
var ownGrants = []authz.Grant{{Verb: "ticket.report", Reach: authz.Own}}
