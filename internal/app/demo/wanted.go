package demo

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
)

// wanted is how people want to be spoken with, what they can do by themselves, and what one of them thinks of it all.
func (c *customer) wanted(p *plan, end time.Time) {
	at, domain := end.Add(-90*time.Minute), c.domain // The world goes on to the next customer's.
	p.add(at, func() error {
		for _, e := range guides(domain) {
			e.Org = c.org.ID
			if e.Keywords == announcedGuide {
				e.AnnouncedTo = end.AddDate(0, 0, 14)
			}
			if _, err := c.app.SelfHelp.Save(c.ctx, by, e); err != nil {
				return err
			}
		}
		// Whoever cannot work at all hears every hour.
		return c.app.Notify.SetRules(c.ctx, by, c.org.ID, []notify.Rule{{Priority: 1, Minutes: 60}, {Kind: ticket.Complaint, Minutes: 24 * 60}})
	})
	p.add(at.Add(time.Minute), c.prefer)
	for before, title := range map[time.Duration]string{9 * time.Hour: "Datorn startar om mitt i lektionen", 10 * time.Hour: "Kommer inte in i lönesystemet"} {
		p.add(end.Add(-before), func() error {
			t, err := c.app.Ticket.Report(c.ctx, c.star, ticket.ReportInput{Desk: c.desk.ID, Title: title, Text: "Det började i morse.", Category: c.categories["Dator"]})
			c.owed = append(c.owed, t.ID)
			return err
		})
	}
	p.add(at.Add(10*time.Minute), func() error {
		t, err := c.app.Ticket.Report(c.ctx, c.star, ticket.ReportInput{
			Desk: c.desk.ID, Kind: ticket.Complaint, Title: "Jag får berätta samma sak för varje ny handläggare", Text: "Tredje gången nu. Kan ni inte läsa vad jag redan har skrivit?",
		})
		if err != nil {
			return err
		}
		category := c.categories["Dator"]
		if _, err := c.app.Ticket.Change(c.ctx, c.agents[0], t.ID, ticket.ChangeInput{Category: &category}); err != nil {
			return err
		}
		if _, err := c.app.Ticket.Take(c.ctx, c.agents[0], t.ID); err != nil {
			return err
		}
		_, err = c.app.Ticket.Improve(c.ctx, c.agents[0], t.ID, ticket.ImproveInput{
			Title: "Överlämning med en sammanfattning", Benefit: "Användaren berättar en gång, och nästa handläggare börjar där den förra slutade.",
		})
		return err
	})
}

// prefer lets the second of the offered users ask for plain words and a call; the first gets mail like most people.
func (c *customer) prefer() error {
	if len(c.users) < 2 {
		return nil
	}
	user := c.users[1]
	who, err := directory.Load(c.ctx, c.app.DB, directory.PersonID(user.Person))
	if err != nil {
		return err
	}
	_, err = c.app.Directory.ChangeOwn(c.ctx, user, who.Version, directory.OwnInput{
		Phone: who.Phone, Mobile: who.Mobile, Lang: i18n.Swedish, Needs: who.Needs,
		Contact: &directory.Preference{Way: directory.ByPhone, Plain: true, Rhythm: directory.Hourly, DailyAt: 8 * 60},
	})
	return err
}

const announcedGuide = "glömt lösenord, byta lösenord, inloggning, konto låst"

func guides(domain string) []selfhelp.Entry {
	return []selfhelp.Entry{
		{
			Sv: selfhelp.Words{Title: "Byt lösenord själv", Text: "Logga in med e-legitimation och välj ett nytt lösenord. Det tar två minuter."},
			En: selfhelp.Words{Title: "Change your password", Text: "Log in with your e-identity and choose a new password. It takes two minutes."}, URL: "https://konto." + domain + "/losenord", Keywords: announcedGuide,
		},
		{
			Sv: selfhelp.Words{Title: "Papper som fastnat i skrivaren", Text: "Öppna luckan på höger sida, dra papperet nedåt och stäng."},
			En: selfhelp.Words{Title: "Paper jam in the printer", Text: "Open the door on the right, pull the paper down and close it."}, URL: "https://guider." + domain + "/skrivare", Keywords: "skrivare, papper, fastnat, papperstrassel, utskrift",
		},
		{
			Sv: selfhelp.Words{Title: "Anslut till det trådlösa nätet", Text: "Så kommer du in med dator, platta och telefon."},
			En: selfhelp.Words{Title: "Join the wireless network", Text: "How to connect a computer, tablet and phone."}, URL: "https://guider." + domain + "/wifi", Keywords: "trådlöst, wifi, nätverk, internet, uppkoppling",
		},
	}
}
