package demo

import (
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// deliveredBy is the category whose cases go to the supplier of the demo.
const deliveredBy = "Telefoni"

// deliverer is a supplier whose technicians log in here, with an agreement.
func (c *customer) deliverer(name string) (supplier.ID, error) {
	s, err := c.app.Supplier.Add(c.ctx, by, c.org.ID, supplier.Input{Sort: supplier.Other, Name: name, Phone: "08-555 70 00", Email: "support@natdrift.example"})
	if err != nil {
		return 0, err
	}
	return s.ID, c.app.Supplier.Agree(c.ctx, by, s.ID, supplier.Agreement{
		Way: supplier.ByPortal, Minutes: 8 * 60, Shows: supplier.Shows(), Hours: "vardagar 07–18", Forums: "Driftmöte varannan torsdag.",
		Text: "Drift och felavhjälpning av telefoni. Återrapport inom åtta timmar i öppettid.",
	})
}

// passOn gives a case to the supplier.
func (c *customer) passOn(id ticket.ID, agent authz.Actor) error {
	_, err := c.app.Delegation.Delegate(c.ctx, agent, id, delegation.Input{
		To: c.supplier, Report: time.Duration(24+c.rng.IntN(400)) * time.Hour,
		Task: "Felsökt på distans utan resultat: anknytningen svarar inte. Kan ni kontrollera i växeln?",
	})
	return err
}
