package demo

import (
	"maps"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// knows is a group that knows something special.
type knows struct {
	name       string
	service    string // By its short name; "" for any.
	categories []directory.Category
}

// competence is what each customer's groups know.
func (c *customer) competence() []knows {
	if c.org.Preset == "ekdal" {
		return []knows{
			{"Skolans datorer", "", []directory.Category{directory.Pupil}},
			{"Telefoni och växel", "telefoni", nil},
		}
	}
	return []knows{
		{"Skolplattformen elever", "skolplattform", []directory.Category{directory.Pupil, directory.Guardian}},
		{"Skolplattformen", "skolplattform", nil},
	}
}

// onDuty lets some agents be there as the day ends, in groups that know something, and a pupil's case find its way.
func (c *customer) onDuty(p *plan, end time.Time) {
	staff := c.staff()
	p.add(end.Add(-25*time.Minute), func() error {
		for i, k := range c.competence() {
			if err := c.learn(k, staff[min(i, len(staff)-1):min(len(staff), i+3)]); err != nil {
				return err
			}
		}
		return nil
	})
	for i, a := range staff[:min(len(staff), 5)] {
		state := duty.Available
		if i == 3 {
			state = duty.Busy
		}
		p.add(end.Add(-time.Duration(24-2*i)*time.Minute), func() error {
			return c.app.Duty.Set(c.ctx, a, duty.Input{State: state})
		})
	}
	p.add(end.Add(-7*time.Minute), func() error {
		return c.lost()
	})
}

// staff is everybody at the desk, the first line first.
func (c *customer) staff() []authz.Actor {
	list := slices.Clone(c.agents)
	for _, name := range slices.Sorted(maps.Keys(c.experts)) {
		for _, a := range c.experts[name] {
			if !slices.ContainsFunc(list, func(x authz.Actor) bool { return x.Person == a.Person }) {
				list = append(list, a)
			}
		}
	}
	return list
}

// learn makes a group with a rule; its first member knows most.
func (c *customer) learn(k knows, members []authz.Actor) error {
	g, err := c.app.Directory.AddGroup(c.ctx, by, c.desk.ID, k.name, 2)
	if err != nil {
		return err
	}
	var ids []directory.PersonID
	for _, m := range members {
		ids = append(ids, directory.PersonID(m.Person))
	}
	if err := c.app.Directory.SetMembers(c.ctx, by, g.ID, ids); err != nil {
		return err
	}
	rule := duty.Rule{Group: g.ID, Categories: k.categories}
	if id := c.serviceNamed(k.service); id != 0 {
		rule.Services = []ticket.ServiceID{id}
	}
	if _, err := c.app.Duty.SaveRule(c.ctx, by, c.desk, rule); err != nil {
		return err
	}
	return c.app.Duty.SetSkills(c.ctx, by, c.desk, g.ID, map[directory.PersonID]int{ids[0]: 3})
}

// serviceNamed is the service of a short name; 0 where the customer has none.
func (c *customer) serviceNamed(code string) ticket.ServiceID {
	all, err := c.app.Service.Offered(c.ctx, c.org.ID)
	if err != nil {
		return 0
	}
	for _, s := range all {
		if s.Code == code {
			return ticket.ServiceID(s.ID)
		}
	}
	return 0
}

// lost is a pupil's case, which goes to those who know.
func (c *customer) lost() error {
	for _, u := range slices.Backward(c.users) {
		person, err := directory.Load(c.ctx, c.app.DB, directory.PersonID(u.Person))
		if err != nil {
			return err
		}
		if person.Category == directory.Pupil {
			_, err := c.app.Ticket.Report(c.ctx, u, ticket.ReportInput{
				Desk: c.desk.ID, Title: "Jag ser inte mitt schema", Text: "Sidan är tom sedan i morse.", Service: c.serviceNamed("skolplattform"),
			})
			return err
		}
	}
	return nil
}
