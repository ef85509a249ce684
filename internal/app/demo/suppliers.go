package demo

import (
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
)

// partner is a supplier of the demo with whom to talk, and the services that are delegated to it.
type partner struct {
	in       supplier.Input
	deal     supplier.Agreement
	contact  supplier.Contact
	services []string // Short names; "*" is nearly all there are.
}

// partners are whom a customer works with beside the one supplier that takes its cases.
func (c *customer) partners() []partner {
	if c.org.Preset == "ekdal" {
		return []partner{
			{
				supplier.Input{Sort: supplier.Product, Name: "Datorhuset Väst AB", Phone: "033-555 300", Email: "order@datorhuset.example", CustomerNo: "EK-2201"},
				supplier.Agreement{Way: supplier.ByMail, Address: "support@datorhuset.example", Minutes: 24 * 60, Shows: []string{supplier.ShowName, supplier.ShowPlace, supplier.ShowDevice}, Hours: "vardagar 08–16"},
				supplier.Contact{Name: "Ida Brandt", Role: "Kundansvarig", Phone: "033-555 310"},
				[]string{"*"},
			},
			{
				supplier.Input{Sort: supplier.Property, Name: "Sjöviks fastigheter, vaktmästeri", Phone: "0321-55 900"},
				supplier.Agreement{Way: supplier.ByMail, Address: "vaktmastare@sjovik.example", Minutes: 8 * 60, Shows: []string{supplier.ShowPlace}, Hours: "vardagar 07–16"},
				supplier.Contact{Name: "Jouren", Phone: "0321-55 911"},
				nil,
			},
		}
	}
	return []partner{
		{
			supplier.Input{Sort: supplier.Gateway, Name: "Stadens gemensamma servicedesk", Phone: "08-555 90 00", Email: "servicedesk@stadens-it.example"},
			supplier.Agreement{Way: supplier.ByAPI, Address: "https://tmf.stadens-it.example", Minutes: 4 * 60, Shows: supplier.Shows(), Hours: "alla dagar 07–22", Forums: "Samverkansmöte första tisdagen i månaden."},
			supplier.Contact{Name: "Samordnaren", Role: "Samordning", Phone: "08-555 90 10"},
			nil,
		},
		{
			supplier.Input{Sort: supplier.Central, Name: "Skolplattformens förvaltning", Email: "skolplattform@stadens-it.example"},
			supplier.Agreement{Way: supplier.ByPortal, Minutes: 24 * 60, Shows: []string{supplier.ShowName, supplier.ShowPlace}, Hours: "vardagar 08–17"},
			supplier.Contact{Name: "Förvaltningsledaren", Email: "skolplattform@stadens-it.example"},
			[]string{"skolplattform", "epost"},
		},
		{
			supplier.Input{Sort: supplier.Product, Name: "Skoldatorer Sverige AB", Phone: "08-555 61 00", Email: "leverans@skoldatorer.example", CustomerNo: "10447"},
			supplier.Agreement{Way: supplier.ByPortal, Minutes: 8 * 60, Shows: []string{supplier.ShowName, supplier.ShowContact, supplier.ShowPlace, supplier.ShowDevice}, Hours: "vardagar 08–17", From: "2025-01-01", To: "2028-12-31"},
			supplier.Contact{Name: "Petra Vall", Role: "Leveransansvarig", Phone: "08-555 61 12"},
			[]string{"arbetsplats", "utskrift"},
		},
		{
			supplier.Input{Sort: supplier.Property, Name: "Skolfastigheter, felanmälan", Phone: "08-555 44 00"},
			supplier.Agreement{Way: supplier.ByMail, Address: "fel@skolfastigheter.example", Minutes: 24 * 60, Shows: []string{supplier.ShowPlace}, Hours: "dygnet runt"},
			supplier.Contact{Name: "Kundtjänst", Phone: "08-555 44 01"},
			nil,
		},
		{
			supplier.Input{Sort: supplier.LocalIT, Name: "Lokalt it-stöd på skolorna", Phone: "08-555 12 399"},
			supplier.Agreement{Way: supplier.ByMail, Address: "lokal-it@storstad.example", Minutes: 24 * 60, Shows: []string{supplier.ShowName, supplier.ShowPlace, supplier.ShowDevice}},
			supplier.Contact{Name: "Samordnare för lokal it", Phone: "08-555 12 398"},
			nil,
		},
	}
}

// cooperation gives a customer its suppliers, what is followed up with them, and its computers by level.
func (c *customer) cooperation(p *plan, end time.Time) {
	p.add(end.AddDate(0, -1, 0), func() error {
		var last supplier.ID
		for _, x := range c.partners() {
			id, err := c.partner(x)
			if err != nil {
				return err
			}
			if x.in.Sort == supplier.Product {
				last = id
			}
		}
		if err := c.followed(last, end); err != nil {
			return err
		}
		if c.org.Preset != "ekdal" {
			return nil
		}
		return c.computers()
	})
}

func (c *customer) partner(x partner) (supplier.ID, error) {
	s, err := c.app.Supplier.Add(c.ctx, by, c.org.ID, x.in)
	if err != nil {
		return 0, err
	}
	if err := c.app.Supplier.Agree(c.ctx, by, s.ID, x.deal); err != nil {
		return 0, err
	}
	if err := c.app.Supplier.SaveContact(c.ctx, by, s.ID, x.contact); err != nil {
		return 0, err
	}
	all, err := c.app.Service.Offered(c.ctx, c.org.ID)
	if err != nil {
		return 0, err
	}
	for i, v := range all {
		for _, code := range x.services {
			// One line in seven has nobody yet, so that the list has something to flag.
			if code == v.Code || code == "*" && i%7 != 6 {
				if err := c.app.Supplier.SetServiceContact(c.ctx, by, ticket.ServiceID(v.ID), supplier.ContactInput{Supplier: s.ID}); err != nil {
					return 0, err
				}
			}
		}
	}
	return s.ID, nil
}

// followed is what is followed up with the product supplier, with days near enough to see the warnings.
func (c *customer) followed(id supplier.ID, end time.Time) error {
	day := func(n int) string { return end.AddDate(0, 0, n).Format(time.DateOnly) }
	for _, m := range []struct {
		kind supplier.Kind
		in   supplier.MatterInput
	}{
		{supplier.Deficiency, supplier.MatterInput{Title: "Dockor tappar skärmen efter uppdatering", Due: day(6)}},
		{supplier.Demand, supplier.MatterInput{Title: "Guide för felsökning av laddning", Due: day(-3)}},
		{supplier.CallOff, supplier.MatterInput{Title: "Elevdatorer", Access: "Skoldatorer och läsplattor", Reference: "96-41-2024", Starts: day(-700), Due: day(60)}},
		{supplier.CallOff, supplier.MatterInput{Title: "Skrivare och kopiatorer", Access: "Skrivare, kopiatorer", Reference: "96-17-2025", Starts: day(-300), Due: day(500)}},
		{supplier.WorkOrder, supplier.MatterInput{Title: "Märkning av trettio nya datorer", Starts: day(-2), Due: day(4), Amount: 960_000, Reference: "4410"}},
		{supplier.Delivery, supplier.MatterInput{Title: "30 elevdatorer", Due: day(-12), Reference: "4410", Amount: 14_850_000, Month: end.AddDate(0, -1, 0).Format("2006-01"), State: "accepted"}},
	} {
		m.in.Supplier = id
		if _, err := c.app.Supplier.Open(c.ctx, by, c.org.ID, m.kind, m.in); err != nil {
			return err
		}
	}
	levels := []supplier.Level{
		{Name: "Leverans inom tio dagar", Unit: "%", Target: "95", Outcome: "97", Met: true},
		{Name: "Reparation inom fem dagar", Unit: "%", Target: "90", Outcome: "84", Note: "Brist på skärmar."},
	}
	_, err := c.app.Supplier.HandIn(c.ctx, by, id, end.AddDate(0, -2, 0).Format("2006-01"), levels)
	return err
}

// computers are some of the machines of the municipalities, on each level.
func (c *customer) computers() error {
	if err := c.app.Level.Seed(c.ctx); err != nil {
		return err
	}
	m, err := c.app.Level.Matrix(c.ctx, by, c.org.ID)
	if err != nil || len(m.Levels) < 3 {
		return err
	}
	operation, err := c.app.Directory.AddGroup(c.ctx, by, c.desk.ID, "Verksamhetens it-kontakter", 1)
	if err != nil {
		return err
	}
	if err := c.app.Level.SetRoute(c.ctx, by, c.org.ID, level.Route{Side: level.Operation, Group: operation.ID}); err != nil {
		return err
	}
	var it directory.GroupID
	for _, g := range c.groups {
		if it == 0 || g.ID < it {
			it = g.ID
		}
	}
	if err := c.app.Level.SetRoute(c.ctx, by, c.org.ID, level.Route{Side: level.IT, Group: it}); err != nil {
		return err
	}
	for _, d := range []struct {
		tag, name string
		level     int
	}{{"EK-1001", "HP EliteBook, kommunhuset", 0}, {"EK-1002", "HP EliteDesk, biblioteket", 0}, {"EK-2001", "Lärardator, Ekdalsskolan", 1}, {"EK-3001", "Elevdator, Sjövikskolan", 2}, {"EK-3002", "Elevdator, Sjövikskolan", 2}} {
		in := asset.Draft{Org: c.org.ID, Tag: d.tag, Name: d.name, Kind: asset.Computer, Level: m.Levels[d.level].ID}
		if _, err := c.app.Asset.Create(c.ctx, by, in); err != nil {
			return err
		}
	}
	return nil
}
