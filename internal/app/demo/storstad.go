package demo

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
)

// storstad is a city's education administration: schools with pupils, a desk that is open every day, suppliers.
func storstad(w *world) (*customer, error) {
	c, err := w.found(directory.OrganisationInput{Key: "storstad", Name: "Storstads utbildningsförvaltning", Lang: i18n.Swedish, Preset: "storstad"},
		"storstad.example", "Storstads servicedesk", []groupSpec{
			{"Servicedesk", 1, nil},
			{"Nätverk och server", 2, []string{"Trådlöst nätverk"}},
			{"Arbetsplats", 2, []string{"Dator"}},
			{"Nätdrift AB", 3, []string{"Telefoni"}},
		})
	if err != nil {
		return nil, err
	}
	c.share, c.openFrom, c.openTo = 0.7, 7, 22
	schools := []string{
		"Almskolan", "Björkskolan", "Ekskolan", "Granskolan", "Hasselskolan", "Lindskolan", "Lönnskolan", "Rönnskolan", "Sälgskolan", "Tallskolan",
	}
	root, err := w.app.Directory.AddUnit(w.ctx, by, c.org.ID, directory.UnitInput{Name: "Utbildningsförvaltningen"})
	if err != nil {
		return nil, err
	}
	first, site, err := c.schools(root.ID, schools, "Skolgatan")
	if err != nil {
		return nil, err
	}
	desk, org := int64(c.desk.ID), int64(c.org.ID)
	if c.supplier, err = c.deliverer("Nätdrift AB"); err != nil {
		return nil, err
	}
	people := []cast{
		{given: "Anna", family: "Åkesson", category: directory.Employee, title: "Lärare", unit: first, site: site, phone: "08-555 12 340"},
		{given: "Elliot", family: "Berg", category: directory.Pupil, unit: first, site: site, needs: "Lätt svenska"},
		{given: "Per", family: "Holm", category: directory.Employee, title: "Skolsekreterare", unit: first, site: site, phone: "08-555 12 300"},
		{given: "Maria", family: "Lindqvist", category: directory.Employee, title: "Rektor", unit: first, site: site, role: "manager", reach: authz.Unit, of: int64(first)},
		{given: "Eva", family: "Lind", category: directory.Employee, title: "Handläggare", group: "first", role: "agent", reach: authz.Desk, of: desk},
		{given: "Johan", family: "Ek", category: directory.Employee, title: "Handläggare", group: "first", role: "agent", reach: authz.Desk, of: desk},
		{given: "Nadia", family: "Rahimi", category: directory.Employee, title: "Nätverkstekniker", group: "Trådlöst nätverk", role: "technician", reach: authz.Desk, of: desk},
		{given: "Oskar", family: "Falk", category: directory.Employee, title: "Tekniker", group: "Dator", role: "technician", reach: authz.Desk, of: desk},
		{given: "Lars", family: "Wik", category: directory.Employee, title: "Arbetsledare", group: "first", role: "lead", reach: authz.Desk, of: desk},
		{given: "Sara", family: "Norberg", category: directory.Employee, title: "Systemförvaltare", role: "admin", reach: authz.Organisation, of: org},
		{
			given: "Tomas", family: "Granlund", category: directory.Supplier, title: "Tekniker, Nätdrift AB", role: "supplier",
			reach: authz.Supplier, of: int64(c.supplier),
		},
	}
	for _, p := range people {
		actor, id, err := c.play(p)
		if err != nil {
			return nil, err
		}
		switch {
		case p.group == "first":
			c.agents = append(c.agents, actor)
		case p.group != "" && p.role == "technician":
			c.experts[p.group] = append(c.experts[p.group], actor)
		case p.role == "":
			c.users = append(c.users, actor)
			if c.star.Person == 0 {
				c.star = actor
			}
		}
		if p.given == "Lars" {
			// The one person at the desk who may see protected identities.
			if err := c.grant(id, "protected", authz.Organisation, org); err != nil {
				return nil, err
			}
		}
	}
	return c, c.protect(first, site)
}

// protect adds somebody with protected identity, so that it can be seen that she cannot be seen.
func (c *customer) protect(unit directory.UnitID, site directory.SiteID) error {
	p, err := c.person(c.org.ID, "Hemlig", "Person", directory.PersonInput{Category: directory.Employee, Unit: unit, Site: site, Lang: "sv"})
	if err != nil {
		return err
	}
	_, err = c.app.Directory.Protect(c.ctx, by, p.ID)
	return err
}
