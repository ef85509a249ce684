package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// equipped is how many people of a customer have something in the demo's inventory, and places how many units have a copier.
const (
	equipped = 140
	places   = 12
)

// thing is what somebody like this works with. Level is the support level's number where responsibility goes by level.
type thing struct {
	kind        asset.Kind
	name, model string
	level, life int
}

// thingsOf is what a person has: a pupil a lent computer, others a computer, many a phone, some a screen.
func thingsOf(p *directory.Person, n int) []thing {
	if p.Category == directory.Pupil {
		return []thing{{asset.Computer, "Elevdator", "Lenovo Chromebook 500e", 3, 36}}
	}
	own := thing{asset.Computer, "Bärbar dator", "HP EliteBook 845 G11", 1, 48}
	switch {
	case p.Title == "Lärare":
		own = thing{asset.Computer, "Lärardator", "Lenovo ThinkPad L14", 2, 48}
	case n%4 == 1:
		own = thing{asset.Computer, "Stationär dator", "HP EliteDesk 805 G9", 1, 72}
	}
	out := []thing{own}
	if n%2 == 0 {
		out = append(out, thing{asset.Phone, "Mobiltelefon", "Samsung Galaxy A55", 0, 48})
	}
	if n%3 == 0 {
		out = append(out, thing{asset.Screen, "Skärm", "Dell P2425H", 0, 84})
	}
	if n%7 == 0 {
		out = append(out, thing{asset.Tablet, "Surfplatta", "Apple iPad 11", 0, 60})
	}
	return out
}

// inventory gives people what they work with, and units their copiers: delivered over the last years, so that some are due.
func (c *customer) inventory(p *plan, end time.Time) {
	p.add(end.AddDate(0, 0, -20), func() error {
		page, err := c.app.Directory.People(c.ctx, by, directory.PersonFilter{Org: c.org.ID, Limit: 200})
		if err != nil {
			return err
		}
		units, err := c.app.Directory.Units(c.ctx, by, c.org.ID)
		if err != nil {
			return err
		}
		levels, err := c.levels()
		if err != nil {
			return err
		}
		people, err := c.withCast(page.People)
		if err != nil {
			return err
		}
		return c.app.DB.Write(c.ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			n := 0
			add := func(t thing, d asset.Draft) error {
				n++
				prefix := map[bool]string{true: "EK", false: "ST"}[c.org.Preset == "ekdal"]
				d.Org, d.Tag, d.Serial = c.org.ID, fmt.Sprintf("%s-%d", prefix, 20400+n), fmt.Sprintf("5CG%02dK%04d", int(c.org.ID), 1000+n*7)
				d.Kind, d.Name, d.Model, d.Life, d.Level = t.kind, t.name, t.model, t.life, levels[t.level]
				d.Delivered = end.AddDate(0, 0, -20-(n*53)%1600).Format(time.DateOnly)
				_, err := c.app.Asset.CreateIn(ctx, tx, by, d)
				return err
			}
			for i := range people {
				for _, t := range thingsOf(&people[i], i) {
					if err := add(t, asset.Draft{Person: people[i].ID}); err != nil {
						return err
					}
				}
			}
			for _, u := range units[:min(len(units), places)] {
				if err := add(thing{asset.Printer, "Kopiator, " + u.Name, "Canon imageRUNNER C3326i", 0, 60}, asset.Draft{Unit: u.ID, Site: u.Site}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// withCast is the first of the people, and everybody whom a visitor may be.
func (c *customer) withCast(all []directory.Person) ([]directory.Person, error) {
	var out []directory.Person
	for i := range all {
		if i < equipped || strings.HasPrefix(all[i].Login, castLogin("")) {
			out = append(out, all[i])
		}
	}
	for _, given := range []string{"Anna", "Elliot", "Per", "Maria", "Eva", "Olle", "Karin", "Ulf"} {
		p, err := c.app.Directory.PersonByLogin(c.ctx, by, castLogin(given))
		if errs.Is(err, errs.NotFound) || err == nil && (p.Org != c.org.ID || slices.ContainsFunc(out, func(x directory.Person) bool { return x.ID == p.ID })) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// levels are the numbers of the support levels; none where responsibility does not go by level.
func (c *customer) levels() (map[int]asset.LevelID, error) {
	out := map[int]asset.LevelID{}
	m, err := c.app.Level.Matrix(c.ctx, by, c.org.ID)
	for _, l := range m.Levels {
		out[l.Number] = l.ID
	}
	return out, err
}
