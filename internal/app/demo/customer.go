package demo

import (
	"fmt"
	"strings"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// found makes an organisation with a desk, its groups and its categories. groups maps a group's name to its line and
// the categories that go to it; the first group takes all others.
func (w *world) found(in directory.OrganisationInput, domain, desk string, groups []groupSpec) (*customer, error) {
	c := &customer{world: w, groups: map[string]directory.Group{}, categories: map[string]ticket.CategoryID{}, experts: map[string][]authz.Actor{}}
	w.domain = domain
	var err error
	if c.org, err = w.app.Directory.AddOrganisation(w.ctx, by, in); err != nil {
		return nil, err
	}
	if c.desk, err = w.app.Directory.AddDesk(w.ctx, by, c.org.ID, "it", desk); err != nil {
		return nil, err
	}
	for i, spec := range groups {
		g, err := w.app.Directory.AddGroup(w.ctx, by, c.desk.ID, spec.name, spec.line)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			c.first = g
		}
		for _, category := range spec.categories {
			c.groups[category] = g
		}
	}
	for _, pair := range categories {
		// Everything begins in the first line, which hands over what it cannot solve.
		saved, err := w.app.Ticket.SaveCategory(w.ctx, by, ticket.Category{Org: c.org.ID, Desk: c.desk.ID, Sv: pair[0], En: pair[1], Group: c.first.ID})
		if err != nil {
			return nil, err
		}
		c.categories[pair[0]] = saved.ID
	}
	if err := w.app.Directory.SetContactWays(w.ctx, by, c.desk, c.ways(desk, domain)); err != nil {
		return nil, err
	}
	box := inbox.Mailbox{Org: c.org.ID, Desk: c.desk.ID, Address: c.mailbox() + "@" + domain, Name: desk, Active: true}
	if _, err := w.app.Inbox.SaveMailbox(w.ctx, by, box); err != nil {
		return nil, err
	}
	if err := c.promises(); err != nil {
		return nil, err
	}
	return c, c.templates()
}

// mailbox is the desk's address before the at sign.
func (c *customer) mailbox() string {
	if c.org.Preset == "ekdal" {
		return "support"
	}
	return "servicedesk"
}

// ways is how people reach the desk.
func (c *customer) ways(desk, domain string) []directory.ContactWay {
	hours := [2]string{"Alla dagar 07–22", "Every day 07–22"}
	if c.org.Preset == "ekdal" {
		hours = [2]string{"Mån–tors 07.30–16.30, fre 07.30–16.00", "Mon–Thu 07.30–16.30, Fri 07.30–16.00"}
	}
	way := func(channel string, audience directory.Category, value, sv, en string) directory.ContactWay {
		return directory.ContactWay{Channel: channel, Audience: audience, Value: value, NoteSv: sv, NoteEn: en, HoursSv: hours[0], HoursEn: hours[1]}
	}
	if c.org.Preset == "ekdal" {
		return []directory.ContactWay{way("phone", "", "0321-55 100", "", ""), way("mail", "", c.mailbox()+"@"+domain, "", "")}
	}
	return []directory.ContactWay{
		way("phone", directory.Employee, "08-555 10 000", "Medarbetare, vanlig samtalstaxa", "Staff, ordinary call rate"),
		way("phone", directory.Pupil, "020-555 100", "Elever, gratis", "Pupils, toll-free"),
		way("mail", "", c.mailbox()+"@"+domain, "", ""),
	}
}

// groupSpec is a group in the making.
type groupSpec struct {
	name       string
	line       int
	categories []string
}

// categories are the branches of either desk's tree, in Swedish and English.
var categories = [][2]string{
	{"Inloggning och lösenord", "Login and password"},
	{"Dator", "Computer"},
	{"Skrivare", "Printer"},
	{"Trådlöst nätverk", "Wireless network"},
	{"E-post och kalender", "Mail and calendar"},
	{"Behörighet", "Access rights"},
	{"Program och system", "Programs and systems"},
	{"Telefoni", "Telephony"},
	{"Beröm och synpunkter", "Praise and suggestions"},
}

// templates are the replies that agents begin with.
func (c *customer) templates() error {
	for _, t := range []ticket.Template{
		{Name: "Mer information", Lang: "sv", Text: "Hej {name}!\n\nFör att kunna hjälpa dig behöver vi veta lite mer:\n\n- Vilken dator eller enhet gäller det?\n- Vad står det i meddelandet?\n\nHälsningar\n{agent}, {desk}"},
		{Name: "More information", Lang: "en", Text: "Hello {name},\n\nTo be able to help you, we need to know a little more:\n\n- Which computer or device is it?\n- What does the message say?\n\nKind regards\n{agent}, {desk}"},
		{Name: "Prova att starta om", Lang: "sv", Text: "Hej {name}!\n\nProva att starta om datorn helt och logga in igen. Hör av dig om det inte hjälper, så fortsätter vi i ärende {number}.\n\nHälsningar\n{agent}"},
	} {
		t.Org, t.Desk = c.org.ID, c.desk.ID
		if _, err := c.app.Ticket.SaveTemplate(c.ctx, by, t); err != nil {
			return err
		}
	}
	return nil
}

// cast is somebody whom the demo's login page offers by one click.
type cast struct {
	given, family string
	category      directory.Category
	title         string
	unit          directory.UnitID
	site          directory.SiteID
	phone         string
	needs         string
	group         string // Name of the category whose group the person works in; "first" for the first line.
	role          string
	reach         authz.Reach
	of            int64
}

// castLogin is the login of somebody whom the login page offers: the given name alone, which no invented person has.
func castLogin(given string) string {
	return "demo." + strings.NewReplacer("å", "a", "ä", "a", "ö", "o").Replace(strings.ToLower(given))
}

// play adds a person with a role and returns the actor that they are.
func (c *customer) play(p cast) (authz.Actor, directory.PersonID, error) {
	person, err := c.person(c.org.ID, p.given, p.family, directory.PersonInput{
		Login: castLogin(p.given), Category: p.category, Title: p.title, Unit: p.unit, Site: p.site, Phone: p.phone, Needs: p.needs, Lang: "sv",
	})
	if err != nil {
		return authz.Actor{}, 0, fmt.Errorf("%s %s: %w", p.given, p.family, err)
	}
	if p.role != "" {
		if err := c.grant(person.ID, p.role, p.reach, p.of); err != nil {
			return authz.Actor{}, 0, err
		}
	}
	if p.group != "" {
		if err := c.join(p.group, person.ID); err != nil {
			return authz.Actor{}, 0, err
		}
	}
	actor, err := c.app.Access.ActorOf(c.ctx, person.ID)
	return actor, person.ID, err
}

func (c *customer) grant(id directory.PersonID, role string, reach authz.Reach, of int64) error {
	_, err := c.app.Access.Grant(c.ctx, by, access.GrantInput{Person: id, Role: role, Reach: reach, Of: of})
	return err
}

// join makes somebody a member of the group that solves a category.
func (c *customer) join(category string, id directory.PersonID) error {
	g := c.first
	if category != "first" {
		g = c.groups[category]
	}
	members, err := c.app.Directory.Members(c.ctx, by, g.ID)
	if err != nil {
		return err
	}
	ids := []directory.PersonID{id}
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return c.app.Directory.SetMembers(c.ctx, by, g.ID, ids)
}
