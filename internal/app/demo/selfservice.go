package demo

import (
	"fmt"
	"slices"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// selfService connects what runs at once to a system that does as if, and lets some people have used it.
func (c *customer) selfService(p *plan, end time.Time) {
	if !slices.Contains(c.app.Connector.Offered(connector.Password), connector.ByPretend) {
		return // A world that is not shown to anybody.
	}
	p.add(end.AddDate(0, 0, -19), c.connect)
	at := end.AddDate(0, 0, -16)
	for i := range c.users[:min(len(c.users), 60)] {
		if i%5 != 0 {
			continue
		}
		user, nth, when := c.users[i], i, at.Add(time.Duration(i)*5*time.Hour+17*time.Minute)
		p.add(when, func() error { return c.helpsItself(user, nth) })
		p.add(when.Add(2*time.Minute), func() error { return c.app.Connector.Sweep(c.ctx) })
	}
}

// connect adds a connector of each kind.
func (c *customer) connect() error {
	for _, k := range []struct {
		kind     connector.Kind
		name     string
		category string
		rules    [2]string
	}{
		{connector.Password, "Lösenord i katalogen", "Inloggning och lösenord", [2]string{
			"Minst 12 tecken. Inget av dina fyra senaste lösenord.", "At least 12 characters. None of your last four passwords.",
		}},
		{connector.Reinstall, "Ominstallation av datorer", "Dator", [2]string{}},
		{connector.Register, "Telefoner och surfplattor", "Telefoni", [2]string{}},
	} {
		_, err := c.app.Connector.Add(c.ctx, by, c.org.ID, connector.Input{
			Desk: c.desk.ID, Category: c.categories[k.category], Kind: k.kind, Way: connector.ByPretend, Name: k.name, Minutes: 30, PolicySv: k.rules[0], PolicyEn: k.rules[1], Active: true,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// helpsItself lets somebody have a computer installed anew, or take a phone into use.
func (c *customer) helpsItself(user authz.Actor, nth int) error {
	own, err := c.app.Asset.Of(c.ctx, by, directory.PersonID(user.Person))
	if err != nil {
		return err
	}
	for _, a := range own {
		if a.Kind != asset.Computer || nth%10 == 0 {
			continue
		}
		j, err := c.app.Connector.Reinstall(c.ctx, user, a.ID, true)
		if errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
			return nil
		}
		if err == nil {
			err = c.app.Connector.Now(c.ctx, j.ID)
		}
		if err == nil && nth == 15 {
			err = c.app.Connector.GiveUp(c.ctx, by, j.ID)
		}
		return err
	}
	which := nth / 5 % len(connector.Platforms())
	j, _, err := c.app.Connector.Enrol(c.ctx, user, connector.RegisterInput{
		Platform: connector.Platforms()[which], Model: []string{"Iphone 16", "Ipad 11", "Galaxy A55", "Galaxy Tab S9"}[which],
		Serial: fmt.Sprintf("R5CX%02d%05d", int64(c.org.ID), nth*7919%100000),
	})
	if err == nil {
		err = c.app.Connector.Now(c.ctx, j.ID)
	}
	return err
}
