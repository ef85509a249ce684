package admin

import (
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/ui"
)

// askLevel asks which cases a level is for, and what is promised for each clock.
func askLevel(c *web.Ctx, f *web.Form, services []service.Item, owners []ui.Option) *asker {
	a := ask(c, f, "admin.promises.")
	a.line("name", medium, required)
	fits := ask(c, f, "admin.promises.")
	fits.choice("class", c.T.T("admin.promises.any"), []ui.Option{{Value: string(service.NotWorking), Text: c.T.T("sla.class.not_working")}}, medium)
	var about []ui.Option
	for _, s := range services {
		if s.Active || f.Chosen("services", text(int64(s.ID))) {
			about = append(about, ui.Option{Value: text(int64(s.ID)), Text: s.Name(c.T.Lang())})
		}
	}
	var numbers []ui.Option
	for n := 1; n <= 5; n++ {
		numbers = append(numbers, ui.Option{Value: strconv.Itoa(n), Text: c.T.T("desk.priority." + strconv.Itoa(n))})
	}
	fits.several("priorities", numbers).several("kinds", words(c, "desk.kind.", ticket.Kinds())).
		several("channels", words(c, "desk.channel.", ticket.Channels())).several("people", words(c, "desk.person.", directory.Categories()))
	if len(about) > 0 {
		fits.several("services", about)
	}
	a.add(fieldset(c.T.T("admin.promises.fits"), fits.parts))
	for _, clock := range sla.Clocks() {
		a.add(fieldset(clockwords.Clock(c.T, clock), askTarget(c, f, clock).parts))
	}
	a.day("from")
	return a.choice("owner", c.T.T("admin.promises.owner_lead"), owners, medium)
}

// askTarget asks how much time a clock has. No amount says nothing of it; 0 promises nothing.
func askTarget(c *web.Ctx, f *web.Form, clock sla.Clock) *asker {
	n := string(clock) + "."
	named := func(name string) fit {
		return labelled(clockwords.Clock(c.T, clock) + ": " + c.T.T("admin.promises."+name))
	}
	t := ask(c, f, "admin.promises.")
	t.line(n+"amount", short, named("amount"), typed("number"), helped(c.T.T("admin.promises.about_"+string(clock)))).
		choice(n+"unit", "", words(c, "admin.promises.unit_", []sla.Unit{sla.Minutes, sla.Hours, sla.Days}), short, named("unit")).
		choice(n+"basis", "", words(c, "sla.basis.", []sla.Basis{sla.ServiceTime, sla.Elapsed}), short, named("basis")).
		line(n+"warn", short, named("warn"), typed("number")).line(n+"share", short, named("share"), typed("number"))
	return t
}

func words[T ~string](c *web.Ctx, prefix string, list []T) []ui.Option {
	var out []ui.Option
	for _, v := range list {
		out = append(out, ui.Option{Value: string(v), Text: c.T.T(prefix + string(v))})
	}
	return out
}

// levelForm is a level as the form for changing it begins.
func levelForm(l *sla.Level) *web.Form {
	pairs := []string{"name", l.Name, "class", string(l.Fits.Class)}
	add := func(name, value string) { pairs = append(pairs, name, value) }
	for _, n := range l.Fits.Priorities {
		add("priorities", strconv.Itoa(n))
	}
	for _, k := range l.Fits.Kinds {
		add("kinds", string(k))
	}
	for _, k := range l.Fits.Channels {
		add("channels", string(k))
	}
	for _, k := range l.Fits.People {
		add("people", string(k))
	}
	for _, id := range l.Fits.Services {
		add("services", text(int64(id)))
	}
	if l.Owner != 0 {
		add("owner", text(int64(l.Owner)))
	}
	for _, clock := range sla.Clocks() {
		n := string(clock) + "."
		t, ok := l.Target(clock)
		if !ok {
			t = sla.Target{Unit: sla.Hours, Basis: sla.ServiceTime, Warn: 75}
		} else {
			add(n+"amount", strconv.Itoa(t.Amount))
		}
		add(n+"unit", string(t.Unit))
		add(n+"basis", string(t.Basis))
		add(n+"warn", strconv.Itoa(t.Warn))
		if t.Share > 0 {
			add(n+"share", strconv.Itoa(t.Share))
		}
	}
	return web.NewForm(pairs...)
}

// levelInput reads what was typed. A day in the past, and today, mean from now on.
func levelInput(f *web.Form) (sla.Level, error) {
	var wrong errs.Fields
	l := sla.Level{Name: f.Words("name"), Ended: f.Has("ended"), Owner: directory.PersonID(f.Int("owner"))}
	l.Fits.Class = service.Class(f.Get("class"))
	for _, s := range f.All("priorities") {
		l.Fits.Priorities = append(l.Fits.Priorities, int(parse(s)))
	}
	for _, s := range f.All("kinds") {
		l.Fits.Kinds = append(l.Fits.Kinds, ticket.Kind(s))
	}
	for _, s := range f.All("channels") {
		l.Fits.Channels = append(l.Fits.Channels, ticket.Channel(s))
	}
	for _, s := range f.All("people") {
		l.Fits.People = append(l.Fits.People, directory.Category(s))
	}
	for _, s := range f.All("services") {
		l.Fits.Services = append(l.Fits.Services, service.ID(parse(s)))
	}
	for _, clock := range sla.Clocks() {
		n := string(clock) + "."
		if f.Get(n+"amount") == "" {
			continue
		}
		t := sla.Target{Clock: clock, Unit: sla.Unit(f.Get(n + "unit")), Basis: sla.Basis(f.Get(n + "basis"))}
		for name, to := range map[string]*int{"amount": &t.Amount, "warn": &t.Warn, "share": &t.Share} {
			s := f.Get(n + name)
			v, err := strconv.Atoi(s)
			if err != nil && s != "" {
				wrong.Add(n+name, "error.number")
			}
			*to = v
		}
		l.Targets = append(l.Targets, t)
	}
	if s := f.Get("from"); s != "" {
		day, err := time.ParseInLocation(time.DateOnly, s, clock.Stockholm())
		if err != nil {
			wrong.Add("from", "error.date")
		}
		l.From = day.UTC()
	}
	return l, wrong.Err()
}
