package demo

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// proxies are those who speak for others: a guardian with one child of 17 and one who has turned 18, local IT support of
// a school, and the contact centre. What the desk knows of the school stands on its page.
func (c *customer) proxies(p *plan, end time.Time) {
	if c.org.Preset != "storstad" {
		return
	}
	p.add(end.AddDate(0, 0, -200), func() error { return c.family(end) })
	p.add(end.AddDate(0, 0, -199), c.helpers)
	p.add(end.AddDate(0, 0, -2), func() error { return c.forChild("Leo", "Leo kommer inte in i lärplattformen hemifrån") })
	p.add(end.Add(-3*time.Hour), c.forPupil)
	p.add(end.Add(-50*time.Minute), c.forResidents)
	p.add(end.Add(-20*time.Minute), c.wordsForResidents)
	p.add(end, func() error { return c.app.Guardian.Sweep(c.ctx) })
}

// family makes the guardian and the children. The elder was 17 then.
func (c *customer) family(end time.Time) error {
	elliot, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin("Elliot"))
	if err != nil {
		return err
	}
	make := func(given string, category directory.Category, unit directory.UnitID, site directory.SiteID) (directory.Person, error) {
		return c.person(c.org.ID, given, "Rahimi", directory.PersonInput{Login: castLogin(given), Category: category, Unit: unit, Site: site, Lang: "sv"})
	}
	yasmin, err := make("Yasmin", directory.Guardian, 0, 0)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		given string
		born  time.Time
	}{{"Leo", end.AddDate(-17, -2, 0)}, {"Alva", end.AddDate(-18, -1, 0)}} {
		child, err := make(one.given, directory.Pupil, elliot.Unit, elliot.Site)
		if err != nil {
			return err
		}
		if err := c.app.DB.Write(c.ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := c.app.Guardian.AddIn(ctx, tx, by, c.org.ID, guardian.Input{
				Guardian: yasmin.ID, Child: child.ID, Kind: guardian.Custodian, Born: one.born.Format(time.DateOnly), Source: guardian.File,
			})
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// helpers makes local IT support and the contact centre, and writes what the desk knows of the school.
func (c *customer) helpers() error {
	elliot, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin("Elliot"))
	if err != nil {
		return err
	}
	for _, who := range []cast{
		{given: "Börje", family: "Sten", category: directory.Employee, title: "It-samordnare", unit: elliot.Unit, site: elliot.Site, role: "local_it", reach: authz.Site, of: int64(elliot.Site)},
		{given: "Klara", family: "Vik", category: directory.Employee, title: "Kommunvägledare", role: "contact_centre", reach: authz.Organisation, of: int64(c.org.ID)},
	} {
		if _, _, err := c.play(who); err != nil {
			return err
		}
	}
	return c.app.Directory.SaveUnitKnown(c.ctx, by, directory.UnitPage{
		Unit: elliot.Unit, Activities: "Grundskola F–9 med fritidshem. Nationella prov i mars, april och maj: då får nätet inte ligga nere.",
		Deliveries: "Elevdatorer en till en från årskurs 4, surfplattor i lägre åldrar, trådlöst nät i alla hus, lärplattformen.",
		Goals:      "Alla prov görs digitalt. Ingen lektion ställs in på grund av it.",
		Conditions: "Hus B har tjocka väggar och svag täckning. Nycklar till kopplingsrum finns i receptionen, legitimation krävs.",
		Users:      "420 elever, 48 lärare, 9 i administration och elevhälsa.", Contacts: "Börje Sten, it-samordnare. Per Holm, skolsekreterare.",
		Opening: "Vardagar 07–17, fritids till 18.",
	})
}

// as is somebody of the cast as they are now.
func (c *customer) as(given string) (authz.Actor, error) {
	p, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin(given))
	if err != nil {
		return authz.Actor{}, fmt.Errorf("%s: %w", given, err)
	}
	return c.app.Access.ActorOf(c.ctx, p.ID)
}

func (c *customer) forChild(child, title string) error {
	yasmin, err := c.as("Yasmin")
	if err != nil {
		return err
	}
	p, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin(child))
	if err != nil {
		return err
	}
	_, err = c.app.Ticket.Report(c.ctx, yasmin, ticket.ReportInput{Requester: p.ID, Title: title, Text: "Det står att kontot är låst. Han har prov på torsdag."})
	return err
}

func (c *customer) forPupil() error {
	borje, err := c.as("Börje")
	if err != nil {
		return err
	}
	elliot, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin("Elliot"))
	if err != nil {
		return err
	}
	_, err = c.app.Ticket.Report(c.ctx, borje, ticket.ReportInput{Requester: elliot.ID, Title: "Elevens dator laddar inte", Text: "Vi har provat med en annan laddare. Lånedator är utlämnad."})
	return err
}

func (c *customer) forResidents() error {
	klara, err := c.as("Klara")
	if err != nil {
		return err
	}
	_, err = c.app.Ticket.Report(c.ctx, klara, ticket.ReportInput{
		Centre: true, Residents: 12, Title: "E-tjänsten för bygglov svarar inte", Text: "Tolv har ringt sedan klockan åtta. Sidan laddar men det går inte att logga in.",
	})
	return err
}

func (c *customer) wordsForResidents() error {
	majors, err := c.app.Common.Publics(c.ctx, by, c.org.ID)
	if err != nil || len(majors) == 0 {
		return err
	}
	return c.app.Common.Publicise(c.ctx, c.agents[0], majors[0].Ticket,
		"Just nu har kommunen problem med det trådlösa nätet på flera platser.\nBibliotek och medborgarkontor har öppet, men det kan ta längre tid än vanligt.\nVi räknar med att det fungerar igen under dagen.")
}
