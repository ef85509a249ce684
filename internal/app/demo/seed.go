package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
)

// seedNumber makes every demo world the same.
const seedNumber = 20261122

// Options say where and how much.
type Options struct {
	DB       string
	Files    string
	Now      time.Time // The day that the world ends on: today.
	Tickets  int       // Of both customers together; 0 for the usual 2,400.
	Progress io.Writer // Told how far it is; nil for silence.
}

// errOccupied keeps the demo, where everybody may be anybody, away from real people.
var errOccupied = errors.New("the database holds other organisations: the demo world goes only into an empty one")

// by is who the world is made by.
var by = authz.System("demo")

// Seed makes the demo world in an empty database; one that has it already is left alone. It reports whether it made it.
func Seed(ctx context.Context, o Options) (bool, error) {
	if o.Tickets == 0 {
		o.Tickets = 2400
	}
	begin := o.Now.AddDate(-2, 0, 0)
	hands := clock.NewFake(begin)
	// Nothing here has been promised to anybody yet, so the disk need not be asked after each step. Mail about the past
	// stays where it is: it goes into the catcher.
	a, err := app.New(ctx, app.Options{DB: o.DB, Files: o.Files, Clock: hands, NoSync: true, Demo: true, NoMail: true})
	if err != nil {
		return false, err
	}
	made, err := seed(ctx, a, hands, o, begin)
	if stopErr := a.Stop(); err == nil {
		err = stopErr
	}
	return made, err
}

func seed(ctx context.Context, a *app.App, hands *clock.Fake, o Options, begin time.Time) (bool, error) {
	_, err := a.Directory.OrganisationByKey(ctx, "storstad")
	if err == nil {
		return false, nil
	}
	if !errs.Is(err, errs.NotFound) {
		return false, err
	}
	if others, err := a.Directory.Organisations(ctx, by); err != nil || len(others) > 0 {
		return false, errors.Join(err, errOccupied)
	}
	w := &world{ctx: ctx, app: a, hands: hands, rng: rand.New(rand.NewPCG(seedNumber, 1)), used: map[string]bool{}}
	plan := &plan{}
	for _, make := range []func(*world) (*customer, error){storstad, ekdal} {
		c, err := make(w)
		if err != nil {
			return false, fmt.Errorf("demo world: %w", err)
		}
		if err := c.rights(plan, o.Now); err != nil {
			return false, fmt.Errorf("demo world: %w", err)
		}
		c.schedule(plan, begin, o.Now, int(float64(o.Tickets)*c.share))
		c.ringing(plan, o.Now)
		if err := c.standing(plan, begin, o.Now); err != nil {
			return false, fmt.Errorf("demo world: %w", err)
		}
		c.wanted(plan, o.Now)
		c.together(plan, o.Now)
		c.proxies(plan, o.Now)
		c.onDuty(plan, o.Now)
		if err := c.lines(plan, o.Now); err != nil {
			return false, fmt.Errorf("demo world: %w", err)
		}
		c.chats(plan, o.Now)
		c.callers(plan, o.Now)
		c.cooperation(plan, o.Now)
		c.selection(plan, o.Now)
		c.inventory(plan, o.Now)
		c.deliveries(plan, o.Now)
		c.bundled(plan, o.Now)
		c.selfService(plan, o.Now)
	}
	w.watch(plan, begin, o.Now)
	total := plan.Len()
	for done := 0; plan.Len() > 0; done++ {
		step := plan.next()
		hands.Set(step.at)
		if err := step.do(); err != nil {
			return false, fmt.Errorf("demo world at %s: %w", step.at.Format(time.DateTime), err)
		}
		if o.Progress != nil && done%500 == 0 {
			fmt.Fprintf(o.Progress, "\rdemo world: %3d %%", min(100, done*100/(total*4)))
		}
	}
	if o.Progress != nil {
		fmt.Fprint(o.Progress, "\rdemo world: 100 %\n")
	}
	hands.Set(o.Now)
	if err := a.Ticket.Sweep(ctx); err != nil {
		return false, err
	}
	if err := a.Notify.CatchUp(ctx); err != nil {
		return false, err
	}
	for _, id := range w.owed {
		if err := a.Notify.Refresh(ctx, id); err != nil {
			return false, err
		}
	}
	return true, a.DB.Optimize(ctx)
}

// world is what both customers are made with.
type world struct {
	ctx    context.Context //nolint:containedctx // Lives for one call of Seed.
	app    *app.App
	hands  *clock.Fake
	rng    *rand.Rand
	used   map[string]bool // Logins that are taken.
	owed   []ticket.ID     // Cases whose users wait for word.
	domain string          // The mail domain of the customer in the making; ".example" can belong to nobody.
}

// pick returns one of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// person invents somebody.
func (w *world) person(org directory.OrgID, given, family string, in directory.PersonInput) (directory.Person, error) {
	if given == "" {
		given, family = pick(w.rng, givenNames), pick(w.rng, familyNames)
	}
	in.Given, in.Family = given, family
	login := in.Login
	for n := 1; login == "" || w.used[login]; n++ {
		login = loginOf(given, family)
		if n > 1 {
			login = fmt.Sprintf("%s%d", login, n)
		}
	}
	w.used[login] = true
	in.Login, in.Email = login, login+"@"+w.domain
	if in.Phone == "" && in.Category != directory.Pupil {
		in.Phone = fmt.Sprintf("08-555 %02d %03d", w.rng.IntN(90)+10, w.rng.IntN(900)+100)
	}
	if in.Lang == "" && w.rng.IntN(25) == 0 {
		in.Lang = i18n.English
	}
	return w.app.Directory.AddPerson(w.ctx, by, org, in)
}
