package demo

import (
	"time"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
)

// waves are what people say in the hour when the wireless network is down.
var waves = []string{
	"Trådlösa nätet fungerar inte", "Datorn hittar inget wifi", "Ingen kommer ut på nätet i hus B", "Eleverna kommer inte in i plattformen", "Wifi nere i hela korridoren",
	"Surfplattorna tappar nätet", "Inget trådlöst nät på plan 2", "Kassan i matsalen är utan nät", "Trådlösa nätet försvinner hela tiden", "Wifi fungerar inte i sal 14",
	"Projektorn får ingen kontakt med nätet", "Nätet nere sedan åtta",
}

// together is an hour in which many report the same: a group, a major incident and a notice that goes on, a group that was
// solved last week, and printers that nobody has put together yet.
func (c *customer) together(p *plan, end time.Time) {
	var now, before []ticket.ID
	for i, title := range waves {
		c.wave(p, end.Add(-time.Duration(62-3*i)*time.Minute), title, "Trådlöst nätverk", &now)
	}
	p.add(end.Add(-26*time.Minute), func() error { return c.oneIncident(now) })
	for i, title := range waves[:7] {
		c.wave(p, end.AddDate(0, 0, -6).Add(-time.Duration(90-5*i)*time.Minute), title, "Trådlöst nätverk", &before)
	}
	p.add(end.AddDate(0, 0, -6).Add(-40*time.Minute), func() error {
		got, err := c.app.Common.Gather(c.ctx, c.agents[0], c.group("Trådlösa nätet nere på flera platser", 0, before))
		if err != nil {
			return err
		}
		before = []ticket.ID{got.Parent.ID}
		return nil
	})
	p.add(end.AddDate(0, 0, -6), func() error {
		_, err := c.app.Common.Cascade(c.ctx, c.agents[0], common.CascadeInput{
			Parent: before[0], Deed: common.Resolve, Text: "En styrenhet för det trådlösa nätet hade hängt sig. Den är omstartad och nätet fungerar igen.",
		})
		return err
	})
	for i, title := range []string{"Skrivaren på plan 3 drar snett papper", "Skrivaren i personalrummet blinkar rött", "Skrivaren i receptionen skriver inte ut"} {
		var none []ticket.ID
		c.wave(p, end.Add(-time.Duration(150-20*i)*time.Minute), title, "Skrivare", &none)
	}
}

// wave lets one of the users report.
func (c *customer) wave(p *plan, at time.Time, title, category string, into *[]ticket.ID) {
	p.add(at, func() error {
		t, err := c.app.Ticket.Report(c.ctx, c.agents[0], ticket.ReportInput{
			Desk: c.desk.ID, Channel: pick(c.rng, channels[:7]), Requester: directory.PersonID(pick(c.rng, c.users).Person), Title: title, Text: "Det gäller alla här.", Category: c.categories[category],
		})
		*into = append(*into, t.ID)
		return err
	})
}

func (c *customer) group(title string, residents int, ids []ticket.ID) common.GatherInput {
	return common.GatherInput{Children: ids, New: ticket.ReportInput{
		Desk: c.desk.ID, SenderName: c.desk.Name, Title: title, Text: "Gemensamt ärende för flera anmälningar med samma orsak.", Category: c.categories["Trådlöst nätverk"], Impact: 2,
		Residents: residents, Assignee: directory.PersonID(c.agents[0].Person),
	}}
}

// oneIncident puts the hour's cases together, declares the major incident and tells everybody.
func (c *customer) oneIncident(ids []ticket.ID) error {
	by := c.agents[0]
	got, err := c.app.Common.Gather(c.ctx, by, c.group("Trådlösa nätet ligger nere", 600, ids))
	if err != nil {
		return err
	}
	top := got.Parent.ID
	if err := c.app.Common.Declare(c.ctx, by, top); err != nil {
		return err
	}
	if _, err := c.app.Notice.Save(c.ctx, by, notice.Input{
		Org: c.org.ID, Desk: c.desk.ID, Kind: notice.Disturbance, Ticket: top, Channels: notice.Ways(), Publish: true,
		TitleSv: "Trådlösa nätet ligger nere", TextSv: "Felet gäller flera platser. Använd nätverkskabel om du kan. Du behöver inte anmäla felet.",
		TitleEn: "The wireless network is down", TextEn: "Several places are concerned. Use a cable if you can. You need not report it.",
	}); err != nil {
		return err
	}
	if err := c.app.Common.Noted(c.ctx, by, top, "published", "Trådlösa nätet ligger nere"); err != nil {
		return err
	}
	if err := c.app.Common.Note(c.ctx, by, top, "Leverantören är larmad och har en tekniker på väg."); err != nil {
		return err
	}
	_, err = c.app.Common.Cascade(c.ctx, by, common.CascadeInput{Parent: top, Deed: common.Tell, Text: "Vi vet om felet och arbetar med det. Nästa besked kommer inom en halvtimme."})
	return err
}
