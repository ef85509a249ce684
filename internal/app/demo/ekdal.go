package demo

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
)

// ekdal is two municipalities with a joint IT board: three teams, office hours, tertials.
func ekdal(w *world) (*customer, error) {
	c, err := w.found(directory.OrganisationInput{Key: "ekdal", Name: "Ekdal och Sjöviks it-nämnd", Lang: i18n.Swedish, Preset: "ekdal"},
		"ekdal.example", "It-enheten Ekdal & Sjövik", []groupSpec{
			{"Användarstöd", 1, nil},
			{"Verksamhetsstöd", 2, []string{"Program och system", "Behörighet"}},
			{"Infrastruktur", 3, []string{"Trådlöst nätverk", "Telefoni"}},
		})
	if err != nil {
		return nil, err
	}
	c.share, c.openFrom, c.openTo = 0.3, 7, 17
	var first directory.UnitID
	var site directory.SiteID
	for _, m := range []struct {
		name  string
		units []string
	}{
		{"Ekdals kommun", []string{"Kommunhuset Ekdal", "Ekdalsskolan", "Hemtjänsten norr", "Biblioteket Ekdal"}},
		{"Sjöviks kommun", []string{"Kommunhuset Sjövik", "Sjövikskolan", "Äldreboendet Strandgården", "Räddningstjänsten"}},
	} {
		root, err := w.app.Directory.AddUnit(w.ctx, by, c.org.ID, directory.UnitInput{Name: m.name})
		if err != nil {
			return nil, err
		}
		if first, site, err = c.schools(root.ID, m.units, "Storgatan"); err != nil {
			return nil, err
		}
	}
	desk, org := int64(c.desk.ID), int64(c.org.ID)
	for _, p := range []cast{
		{given: "Olle", family: "Mark", category: directory.Employee, title: "Undersköterska", unit: first, site: site, phone: "0321-55 140"},
		{given: "Karin", family: "Sjö", category: directory.Employee, title: "Supporttekniker", group: "first", role: "agent", reach: authz.Desk, of: desk},
		{given: "Mehmet", family: "Yıldız", category: directory.Employee, title: "Systemtekniker", group: "Trådlöst nätverk", role: "technician", reach: authz.Desk, of: desk},
		{given: "Gun", family: "Hellström", category: directory.Employee, title: "It-chef", role: "admin", reach: authz.Organisation, of: org},
	} {
		actor, _, err := c.play(p)
		if err != nil {
			return nil, err
		}
		switch {
		case p.group == "first":
			c.agents = append(c.agents, actor)
		case p.role == "technician":
			c.experts[p.group] = append(c.experts[p.group], actor)
		case p.role == "":
			c.users = append(c.users, actor)
			if c.star.Person == 0 {
				c.star = actor
			}
		}
	}
	return c, nil
}
