package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// shape is how large the town is.
type shape struct {
	Tickets, Persons, Units, Agents int
	Seed                            uint64
	Now                             time.Time // The end of the two years.
}

// Names of what everybody who measures must know.
const (
	orgKey   = "storstad"
	domain   = "storstad.example"
	mailbox  = "servicedesk@" + domain
	password = "en-lång-fras-för-mätningen" //nolint:gosec // Opens a made-up town on this machine.
)

// agent works at the desk.
type agent struct {
	ID    int64
	Name  string
	Login string
	Token string // For the API.
	group directory.GroupID
}

// place is a unit with its site.
type place struct {
	unit directory.UnitID
	site directory.SiteID
}

// branch is a category that tickets lie in, with its group.
type branch struct {
	id    ticket.CategoryID
	group directory.GroupID
	topic int // Index into topics.
}

// world is what tickets need: made by the product's own use cases, in the first instant of the two years.
type world struct {
	shape
	begin      time.Time
	rng        *rand.Rand
	app        *app.App
	org        directory.Organisation
	desk       directory.Desk
	groups     []directory.Group
	branches   []branch
	places     []place
	agents     []agent
	people     []person
	matrix     [][]int       // Priority by impact and urgency.
	closeAfter time.Duration // From word of the solution to closing.
}

// by is who the town is made by.
var by = authz.System("bench")

// found makes everything but people and tickets.
func found(ctx context.Context, dsn, files string, s shape) (*world, error) {
	w := &world{shape: s, begin: s.Now.AddDate(-2, 0, 0), rng: rand.New(rand.NewPCG(s.Seed, 7))} //nolint:gosec // The same town each time.
	var err error
	w.app, err = app.New(ctx, app.Options{DB: dsn, Files: files, Clock: clock.NewFake(w.begin), NoSync: true, NoMail: true})
	if err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{w.foundDesk, w.foundTree, w.foundUnits, w.foundAgents, w.readRules} {
		if err := step(ctx); err != nil {
			_ = w.app.Stop() // The step's error is the one to tell.
			return nil, fmt.Errorf("found the town: %w", err)
		}
	}
	return w, nil
}

func (w *world) foundDesk(ctx context.Context) error {
	var err error
	d := w.app.Directory
	if w.org, err = d.AddOrganisation(ctx, by, directory.OrganisationInput{Key: orgKey, Name: "Storstad", Lang: "sv"}); err != nil {
		return err
	}
	if w.desk, err = d.AddDesk(ctx, by, w.org.ID, "it", "Storstads servicedesk"); err != nil {
		return err
	}
	ways := []directory.ContactWay{{Channel: "phone", Value: "08-555 10 000"}, {Channel: "mail", Value: mailbox}}
	if err = d.SetContactWays(ctx, by, w.desk, ways); err != nil {
		return err
	}
	box := inbox.Mailbox{Org: w.org.ID, Desk: w.desk.ID, Address: mailbox, Name: "Storstads servicedesk", Active: true}
	if _, err = w.app.Inbox.SaveMailbox(ctx, by, box); err != nil {
		return err
	}
	for _, t := range templates {
		t.Org, t.Desk = w.org.ID, w.desk.ID
		if _, err := w.app.Ticket.SaveTemplate(ctx, by, t); err != nil {
			return err
		}
	}
	return nil
}

// foundTree makes groups and the tree of categories, whose branches name a group each.
func (w *world) foundTree(ctx context.Context) error {
	for i, name := range groupNames {
		line := 2
		if i < 3 {
			line = 1
		}
		g, err := w.app.Directory.AddGroup(ctx, by, w.desk.ID, name, line)
		if err != nil {
			return err
		}
		w.groups = append(w.groups, g)
	}
	for i, t := range topics {
		top, err := w.app.Ticket.SaveCategory(ctx, by, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: t.name})
		if err != nil {
			return err
		}
		for j, name := range t.branches {
			g := w.groups[(i*3+j)%len(w.groups)].ID
			c, err := w.app.Ticket.SaveCategory(ctx, by, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: name, Parent: top.ID, Group: g})
			if err != nil {
				return err
			}
			w.branches = append(w.branches, branch{c.ID, g, i})
		}
	}
	return nil
}

// foundUnits makes a tree of units: administrations, areas, and the schools and homes below them.
func (w *world) foundUnits(ctx context.Context) error {
	var parents []directory.UnitID
	for made := 0; made < w.Units; {
		err := w.app.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			for range min(500, w.Units-made) {
				name := unitName(w.rng, made)
				in := directory.UnitInput{Name: name}
				p := place{}
				if made > 20 {
					in.Parent = parents[w.rng.IntN(len(parents))]
					site, err := w.app.Directory.TakeUpSite(ctx, tx, w.org.ID, directory.SiteInput{Name: name, Address: address(w.rng)})
					if err != nil {
						return err
					}
					in.Site, p.site = site.ID, site.ID
				} else if made > 0 {
					in.Parent = parents[0]
				}
				u, err := w.app.Directory.TakeUpUnit(ctx, tx, by, w.org.ID, in)
				if err != nil {
					return err
				}
				if made < max(1, min(250, w.Units/10)) {
					parents = append(parents, u.ID)
				}
				p.unit = u.ID
				w.places = append(w.places, p)
				made++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// foundAgents makes the desk's people: two thirds agents, the rest technicians, a lead in twelve. All can log in and
// all have a token.
func (w *world) foundAgents(ctx context.Context) error {
	for i := range w.Agents {
		given, family := givenNames[i%len(givenNames)], familyNames[(i*7)%len(familyNames)]
		login := fmt.Sprintf("agent%02d", i)
		p, err := w.app.Directory.AddPerson(ctx, by, w.org.ID, directory.PersonInput{
			Given: given, Family: family, Category: directory.Employee, Title: "Handläggare", Login: login, Email: login + "@" + domain,
			Phone: fmt.Sprintf("08-555 11 %03d", i), Unit: w.places[0].unit, Site: w.places[0].site,
		})
		if err != nil {
			return err
		}
		role := "agent"
		switch {
		case i%12 == 11:
			role = "lead"
		case i%3 == 2:
			role = "technician"
		}
		if _, err := w.app.Access.Grant(ctx, by, access.GrantInput{Person: p.ID, Role: role, Reach: authz.Desk, Of: int64(w.desk.ID)}); err != nil {
			return err
		}
		g := w.groups[i%len(w.groups)].ID
		if err := w.app.Directory.Join(ctx, by, g, p.ID); err != nil {
			return err
		}
		a := agent{ID: int64(p.ID), Name: p.Name(), Login: login, group: g}
		if role == "agent" {
			// Only these measure: the others are names in tickets.
			if err := w.app.Access.SetPassword(ctx, by, p.ID, password, false); err != nil {
				return err
			}
			if a.Token, err = w.app.Access.CreateToken(ctx, by, "bench", p.ID); err != nil {
				return err
			}
		}
		w.agents = append(w.agents, a)
	}
	return nil
}

// readRules asks the settings that rows follow.
func (w *world) readRules(ctx context.Context) error {
	var err error
	if w.matrix, err = setting.Get[[][]int](ctx, w.app.DB, w.org.ID, setting.PriorityMatrix, w.begin); err != nil {
		return err
	}
	hours, err := setting.Get[int](ctx, w.app.DB, w.org.ID, setting.CloseAfterHours, w.begin)
	w.closeAfter = time.Duration(hours) * time.Hour
	return err
}
