package demo

import (
	"fmt"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
)

// holder is somebody with a role in ordering. The unit is where they work, and what a reference or cost centre is of.
type holder struct {
	given, family, title, unit, role string
	reach                            authz.Reach
}

// holders are who orders, approves and administers, in either organisation. Who has no family name is there already.
var holders = map[string][]holder{
	"storstad": {
		{"Per", "", "", "Almskolan", "orderer", authz.Reference},
		{"Maria", "", "", "Almskolan", "approver", authz.Reference},
		{"Annika", "Ström", "Biträdande rektor", "Almskolan", "inventory", authz.Unit},
		{"Vera", "Lund", "Områdeschef", "Almskolan", "operations_manager", authz.Reference},
		{"Vera", "", "", "Björkskolan", "operations_manager", authz.Reference},
		{"Vera", "", "", "Björkskolan", "approver", authz.Reference},
		{"Ivar", "Rask", "It-kontaktperson", "Almskolan", "it_contact", authz.CostCentre},
		{"Ivar", "", "", "Björkskolan", "it_contact", authz.CostCentre},
		{"Disa", "Nord", "Samordnare", "Almskolan", "designated", authz.Unit},
		{"Cecilia", "Frank", "Avdelningschef", "Utbildningsförvaltningen", "central_admin", authz.Organisation},
		{"Bengt", "Alm", "Beställaransvarig", "Utbildningsförvaltningen", "central_ordering", authz.Organisation},
		{"Rut", "Ask", "Internrevisor", "Utbildningsförvaltningen", "auditor", authz.Organisation},
	},
	"ekdal": {
		{"Stina", "Sjöberg", "Enhetsadministratör", "Äldreboendet Strandgården", "orderer", authz.Reference},
		{"Ulf", "Dahl", "Enhetschef", "Äldreboendet Strandgården", "approver", authz.Reference},
		{"Ulf", "", "", "Äldreboendet Strandgården", "manager", authz.Unit},
		{"Birgit", "Norling", "Samordnare", "Äldreboendet Strandgården", "inventory", authz.Unit},
		{"Henrik", "Ros", "Verksamhetschef", "Äldreboendet Strandgården", "operations_manager", authz.Reference},
		{"Lisbet", "Kron", "It-samordnare", "Kommunhuset Sjövik", "it_contact", authz.CostCentre},
		{"Greta", "Hall", "Personalchef", "Sjöviks kommun", "designated", authz.Unit},
		{"Agneta", "Brink", "Förvaltningschef", "Ekdals kommun", "central_admin", authz.Organisation},
		{"Tore", "Fors", "It-strateg", "Ekdals kommun", "central_ordering", authz.Organisation},
	},
}

// rights gives every unit an invoice reference, fills the register of resources and objects, and casts who orders and
// approves. One approver has been away in August, and is so now.
func (c *customer) rights(p *plan, end time.Time) error {
	units, references, err := c.references()
	if err != nil {
		return err
	}
	for _, o := range []service.Object{
		{Kind: service.Resource, Name: "Gemensam mapp Ekonomi"},
		{Kind: service.Resource, Name: "Funktionsbrevlådan Receptionen"},
		{Kind: service.Thing, Name: "Verksamhetssystemets driftmiljö"},
	} {
		o.Org = c.org.ID
		if _, err := c.app.Service.SaveObject(c.ctx, by, o); err != nil {
			return err
		}
	}
	for _, h := range holders[c.org.Preset] {
		unit := units[h.unit]
		if h.family != "" {
			if _, _, err := c.play(cast{given: h.given, family: h.family, category: directory.Employee, title: h.title, unit: unit.ID, site: unit.Site}); err != nil {
				return err
			}
		}
		who, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin(h.given))
		if err != nil {
			return fmt.Errorf("%s: %w", h.given, err)
		}
		of := map[authz.Reach]int64{
			authz.Reference: int64(references[h.unit].ID), authz.CostCentre: int64(unit.CostCentre), authz.Unit: int64(unit.ID), authz.Organisation: int64(c.org.ID),
		}[h.reach]
		if err := c.grant(who.ID, h.role, h.reach, of); err != nil {
			return fmt.Errorf("%s as %s: %w", h.given, h.role, err)
		}
	}
	away, substitute := "Maria", "Annika"
	if c.org.Preset == "ekdal" {
		away, substitute = "Ulf", "Birgit"
	}
	p.add(end.AddDate(0, 0, -110), func() error { return c.absent(away, substitute, end.AddDate(0, 0, -109), end.AddDate(0, 0, -88)) })
	p.add(end.AddDate(0, 0, -2), func() error { return c.absent(away, substitute, end.AddDate(0, 0, -1), end.AddDate(0, 0, 12)) })
	return nil
}

// references makes an invoice reference for each unit that has a cost centre.
func (c *customer) references() (map[string]directory.Unit, map[string]directory.Reference, error) {
	all, err := c.app.Directory.Units(c.ctx, by, c.org.ID)
	if err != nil {
		return nil, nil, err
	}
	units, references := map[string]directory.Unit{}, map[string]directory.Reference{}
	for i, u := range all {
		units[u.Name] = u
		if u.CostCentre == 0 {
			continue
		}
		f, err := c.app.Directory.AddReference(c.ctx, by, c.org.ID, directory.ReferenceInput{
			Code: fmt.Sprintf("%d", 7001000+10*i), Name: u.Name, CostCentre: u.CostCentre, Unit: u.ID,
		})
		if err != nil {
			return nil, nil, err
		}
		references[u.Name] = f
	}
	return units, references, nil
}

func (c *customer) absent(away, substitute string, from, to time.Time) error {
	by, err := c.as(away)
	if err != nil {
		return err
	}
	s, err := c.as(substitute)
	if err != nil {
		return err
	}
	_, err = c.app.Access.Substitute(c.ctx, by, access.SubstituteInput{
		Person: directory.PersonID(by.Person), Substitute: directory.PersonID(s.Person), From: from, To: to,
	})
	return err
}
