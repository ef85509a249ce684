package demo

import (
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/clock"
)

// fall is an outage that has been: so many days before now, at an hour, for so many minutes.
type fall struct {
	days, hour, minutes int
	code, cause         string
}

// falls are the same for both customers: what breaks is much alike.
var falls = []fall{
	{610, 9, 95, "tradlost", "Ett fel i en uppdatering av nätverkets styrning"},
	{472, 13, 240, "epost", "Disken för brevlådor blev full"},
	{390, 7, 55, "utskrift", "Utskriftsservern startade om"},
	{251, 10, 310, "tradlost", "En avgrävd fiber vid Storgatan"},
	{164, 8, 75, "telefoni", "Fel hos operatören"},
	{88, 14, 130, "epost", "Ett certifikat hade gått ut"},
	{17, 9, 45, "utskrift", "Licensservern svarade inte"},
}

// standing is when a customer is open, what was down, and what is done in service windows.
func (c *customer) standing(p *plan, begin, now time.Time) error {
	c.outages(p, begin, now)
	return c.hours(now)
}

// outages lets functions fall and plans work in service windows, each when it happened; one outage goes on still.
func (c *customer) outages(p *plan, begin, now time.Time) {
	for _, f := range falls {
		day := now.AddDate(0, 0, -f.days).In(clock.Stockholm())
		from := time.Date(day.Year(), day.Month(), day.Day(), f.hour, 20, 0, 0, clock.Stockholm()).UTC()
		to := from.Add(time.Duration(f.minutes) * time.Minute)
		p.add(to, func() error { return c.fell(f.code, f.cause, from, to, false) })
	}
	started := now.Add(-50 * time.Minute).Truncate(time.Minute)
	p.add(started, func() error {
		return c.fell("tradlost", "Flera trådlösa punkter har tappat kontakten", started, time.Time{}, false)
	})
	for y := outage.YearOf(begin); y <= outage.YearOf(now)+1; y++ {
		for _, w := range outage.WindowsOf(y, 1) {
			if w.From.After(begin.AddDate(0, 2, 0)) && w.From.Before(now.AddDate(0, 2, 0)) {
				c.worked(p, w, now)
			}
		}
	}
}

func (c *customer) fell(code, cause string, from, to time.Time, planned bool) error {
	id, err := c.function(code)
	if err != nil || id == 0 {
		return err
	}
	_, err = c.app.Outage.Register(c.ctx, by, c.org.ID, outage.Input{Service: id, From: from, To: to, Planned: planned, Cause: cause})
	return err
}

func (c *customer) function(code string) (service.ID, error) {
	all, err := c.app.Service.Offered(c.ctx, c.org.ID)
	for _, i := range all {
		if i.Code == code {
			return i.ID, err
		}
	}
	return 0, err
}

// worked books work in a window ten days before, and says afterwards how it went. Each fifth is not finished.
func (c *customer) worked(p *plan, w outage.Window, now time.Time) {
	titles := []string{"Uppdatera e-postservrar", "Byt switchar i centrala nätet", "Flytta utskriftsservern", "Uppdatera brandväggar", "Byt disk i lagringen"}
	codes := []string{"epost", "tradlost", "utskrift", "tradlost", "epost"}
	n := int(w.From.In(clock.Stockholm()).Month()) + outage.YearOf(w.From)
	title, code := titles[n%len(titles)], codes[n%len(codes)]
	var work outage.Work
	booked := w.From.AddDate(0, 0, -10)
	if booked.After(now) {
		booked = now
	}
	p.add(booked, func() (err error) {
		id, err := c.function(code)
		if err != nil {
			return err
		}
		work, err = c.app.Outage.Book(c.ctx, by, c.org.ID, outage.Work{Title: title, Kind: outage.Primary, Date: w.Date(), Minutes: 120 + 30*(n%4), Service: id})
		return err
	})
	if w.To.After(now) {
		return
	}
	p.add(w.To, func() error {
		state, comment := outage.Done, ""
		if n%5 == 1 {
			state, comment = outage.Unfinished, "Halva bytet är kvar."
		}
		if err := c.fell(code, title, w.From, w.From.Add(time.Duration(60+15*(n%5))*time.Minute), true); err != nil {
			return err
		}
		return c.app.Outage.Settle(c.ctx, by, work.ID, work.Version, state, comment)
	})
	if c.org.Preset != "ekdal" || n%5 != 1 {
		return
	}
	rest := outage.SecondaryOf(outage.YearOf(w.From), w.From.In(clock.Stockholm()).Month())
	if rest.From.After(now) {
		return
	}
	p.add(w.To.Add(12*time.Hour), func() error {
		_, err := c.app.Outage.Book(c.ctx, by, c.org.ID, outage.Work{
			Title: title, Kind: outage.Secondary, Date: rest.Date(), Minutes: 60, Service: work.Service, Follows: work.ID, Reason: "En kabel var för kort och måste beställas.",
		})
		return err
	})
}

// hours gives the chat hours of its own and an organisation its own closing day, and says what a missed level costs.
func (c *customer) hours(now time.Time) error {
	own := worktime.Local{Date: holiday.On(now.Year()+1, time.May, 2), Name: "Klämdag"}
	in := calendar.Input{Name: "Kontorstid", Rules: calendar.Version{From: calendar.Ever, Holidays: true, EvesClosed: true}, Days: []worktime.Local{own}}
	channel, text := "", "mon-thu 07:30-16:30; fri 07:30-16:00"
	if c.org.Preset != "ekdal" {
		in.Name, in.Days, channel, text = "Chatten", nil, "chat", "mon-fri 08:00-17:00"
	}
	var err error
	if in.Rules.Week, err = calendar.ParseWeek(text); err != nil {
		return err
	}
	made, err := c.app.Calendar.Add(c.ctx, by, c.org.ID, in)
	if err != nil {
		return err
	}
	today := holiday.Of(c.hands.Now().In(clock.Stockholm()))
	if err := c.app.Calendar.SetUse(c.ctx, by, c.org.ID, calendar.Use{Channel: channel, Calendar: made.ID, From: today}); err != nil {
		return err
	}
	_, err = c.app.Outage.SaveRule(c.ctx, by, outage.Rule{
		Org: c.org.ID, Name: "Tillgänglighet", Metric: outage.MetricAvailability, Counted: outage.CountUnplanned, Period: outage.PerTertial,
		Step: 0.1, Share: 2, Most: 20, Fee: 250_000_00, From: today.String(),
	})
	return err
}
