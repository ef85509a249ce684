package demo

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
)

// functionOf is the function that a sort of case is about, by its short name.
var functionOf = map[string]string{
	"Inloggning och lösenord": "arbetsplats", "Dator": "arbetsplats", "Skrivare": "utskrift", "Trådlöst nätverk": "tradlost",
	"E-post och kalender": "epost", "Behörighet": "behorighet", "Program och system": "office", "Telefoni": "telefoni",
}

// ownServices are those of the city, which has an agreement of its own.
var ownServices = []service.Item{
	{Code: "tradlost", Sv: "Trådlöst nätverk i skolan", En: "Wireless network at school"},
	{Code: "skolplattform", Sv: "Skolplattformen", En: "School platform", Central: true, Forwarded: true},
	{Code: "epost", Sv: "E-post och kalender", En: "E-mail and calendar", Central: true},
	{Code: "utskrift", Sv: "Utskrift", En: "Printing"},
	{Code: "telefoni", Sv: "Telefoni", En: "Telephony", Forwarded: true},
	{Code: "arbetsplats", Sv: "Datorarbetsplats", En: "Workstation"},
}

// promises gives a customer its services and what it promises beyond its settings.
func (c *customer) promises() error {
	if c.org.Preset != "ekdal" {
		for _, s := range ownServices {
			s.Org = c.org.ID
			if _, err := c.app.Service.Save(c.ctx, by, s); err != nil {
				return err
			}
		}
	}
	all, err := c.app.Service.Offered(c.ctx, c.org.ID)
	if err != nil {
		return err
	}
	c.services = map[string]ticket.ServiceID{}
	for category, code := range functionOf {
		for _, s := range all {
			if s.Code == code {
				c.services[category] = ticket.ServiceID(s.ID)
			}
		}
	}
	level := sla.Level{
		Org: c.org.ID, Name: "Samtal", Fits: sla.Fits{Channels: []ticket.Channel{ticket.Phone}},
		Targets: []sla.Target{{Clock: sla.Respond, Amount: 2, Unit: sla.Minutes, Basis: sla.ServiceTime, Warn: 75, Share: 80}},
	}
	if _, err := c.app.SLA.SetLevel(c.ctx, by, level); err != nil {
		return err
	}
	if c.org.Preset == "ekdal" {
		return nil
	}
	_, err = c.app.SLA.SetLevel(c.ctx, by, sla.Level{
		Org: c.org.ID, Name: "Elever i klassrum", Fits: sla.Fits{People: []directory.Category{directory.Pupil}},
		Targets: []sla.Target{
			{Clock: sla.Respond, Amount: 1, Unit: sla.Hours, Basis: sla.ServiceTime, Warn: 75, Share: 90},
			{Clock: sla.Resolve, Amount: 2, Unit: sla.Days, Basis: sla.ServiceTime, Warn: 75, Share: 80},
		},
	})
	return err
}

// serviceOf is what a case is about, when its sort is a fault.
func (c *customer) serviceOf(is *issue) ticket.ServiceID {
	if is.kind != ticket.Incident {
		return 0
	}
	return c.services[is.category]
}

// watch lets clocks be swept every day of the world's time, and each month somebody say what was done about what broke.
func (w *world) watch(p *plan, from, to time.Time) {
	for at := from; at.Before(to); at = at.Add(24 * time.Hour) {
		p.add(at, func() error {
			if err := w.app.SLA.Sweep(w.ctx); err != nil || at.Day() != 1 {
				return err
			}
			return w.followUp(at)
		})
	}
}

// measures are what is done about promises that were not kept.
var measures = []string{
	"Två sjuka samtidigt i första linjen. Schemat har fått en reserv.", "Skrivarna i huvudbiblioteket krånglade hela veckan. De är utbytta.",
	"Leverantören svarade sent. Frågan är uppe på nästa driftmöte.", "Många ärenden efter terminsstarten. Nästa år förbereder vi lathundar före lovet.",
}

func (w *world) followUp(at time.Time) error {
	open, err := w.app.SLA.Follows(w.ctx, by, false)
	if err != nil {
		return err
	}
	for _, f := range open {
		if f.DueOn > at.AddDate(0, 0, -7).Format(time.DateOnly) {
			continue
		}
		f.Measure = pick(w.rng, measures)
		if _, err := w.app.SLA.SaveFollow(w.ctx, by, f, true); err != nil {
			return err
		}
	}
	return nil
}
