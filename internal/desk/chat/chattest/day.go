// Package chattest plays a day of chats for tests that count them afterwards.
package chattest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
)

// Day is what a day of chats is played with.
type Day struct {
	Chat   *chat.Service
	Clock  *clock.Fake
	Desk   directory.DeskID
	Users  []authz.Actor
	Agents []authz.Actor
	Chats  int           // How many come.
	Length time.Duration // Over how long.
	Seed   uint64
}

// Tally is what the players did, counted by themselves.
type Tally struct {
	Opened   int
	Answered int
	Left     int // Gave up by themselves before an answer.
	Said     int // Messages of both sides.
	Moved    int
	IDs      []chat.ID
	Words    map[chat.ID][]string // In the order in which they were said.
}

// talk is a chat in the players' hands.
type talk struct {
	id    chat.ID
	user  authz.Actor
	agent *authz.Actor
	since time.Time
	turns int
}

// Play moves the clock minute by minute: people come, agents take the next, both write, some give up, some are handed over.
// When it returns every chat has been ended, by those in it or by the sweep.
func (d *Day) Play(ctx context.Context) (Tally, error) {
	p := &play{Day: d, rng: rand.New(rand.NewPCG(d.Seed, 1)), busy: map[int64]bool{}, open: map[chat.ID]*talk{}}
	p.Words = map[chat.ID][]string{}
	minutes := int(d.Length / time.Minute)
	for m := range minutes {
		for p.Opened < d.Chats*(m+1)/minutes {
			if err := p.come(ctx); err != nil {
				return p.Tally, err
			}
		}
		if err := p.minute(ctx); err != nil {
			return p.Tally, err
		}
		d.Clock.Advance(time.Minute)
	}
	for range 3 { // Nobody writes any more: what is left ends by itself.
		d.Clock.Advance(31 * time.Minute)
		if err := d.Chat.Sweep(ctx); err != nil {
			return p.Tally, err
		}
	}
	return p.Tally, nil
}

type play struct {
	*Day
	Tally
	rng  *rand.Rand
	busy map[int64]bool
	open map[chat.ID]*talk
	list []chat.ID // Open ones in the order in which they came.
}

// come lets somebody who has no chat open begin one.
func (p *play) come(ctx context.Context) error {
	user := p.Users[p.rng.IntN(len(p.Users))]
	for p.busy[user.Person] {
		user = p.Users[p.rng.IntN(len(p.Users))]
	}
	words := fmt.Sprintf("Fråga %d", p.Opened+1)
	c, err := p.Chat.Open(ctx, user, chat.OpenInput{Desk: p.Desk, Text: words})
	if err != nil {
		return err
	}
	p.busy[user.Person] = true
	p.Opened, p.Said = p.Opened+1, p.Said+1
	p.IDs, p.list = append(p.IDs, c.ID), append(p.list, c.ID)
	p.open[c.ID], p.Words[c.ID] = &talk{id: c.ID, user: user, since: p.Clock.Now()}, []string{words}
	return nil
}

func (p *play) minute(ctx context.Context) error {
	for i := range p.Agents {
		if err := p.take(ctx, &p.Agents[i]); err != nil {
			return err
		}
	}
	for _, id := range p.list {
		if t := p.open[id]; t != nil {
			if err := p.turn(ctx, t); err != nil {
				return err
			}
		}
	}
	return p.Chat.Sweep(ctx)
}

// take lets an agent take the next, as long as somebody waits and they have room.
func (p *play) take(ctx context.Context, agent *authz.Actor) error {
	c, found, err := p.Chat.TakeNext(ctx, *agent, p.Desk)
	if errs.Is(err, errs.Conflict) {
		return nil
	}
	if err != nil || !found {
		return err
	}
	t := p.open[c.ID]
	if t.agent == nil && t.turns == 0 {
		p.Answered++
	}
	t.agent = agent
	return nil
}

// turn is what happens in one chat in one minute.
func (p *play) turn(ctx context.Context, t *talk) error {
	if t.agent == nil {
		if p.Clock.Now().Sub(t.since) > 5*time.Minute && p.rng.IntN(4) == 0 {
			if t.turns == 0 {
				p.Left++
			}
			return p.end(ctx, t, t.user)
		}
		return p.Chat.Still(ctx, t.user, t.id)
	}
	t.turns++
	switch n := p.rng.IntN(20); {
	case n == 0 && t.turns < 4:
		p.Moved++
		for i := range p.Agents {
			if a := &p.Agents[i]; a.Person != t.agent.Person {
				_, err := p.Chat.Move(ctx, *t.agent, t.id, chat.MoveInput{Agent: directory.PersonID(a.Person)})
				if errs.Is(err, errs.Invalid) {
					continue // Has no room.
				}
				t.agent = a
				return err
			}
		}
		p.Moved--
		return nil
	case t.turns > 6 && n < 14:
		return p.end(ctx, t, []authz.Actor{t.user, *t.agent}[p.rng.IntN(2)])
	}
	by := []authz.Actor{*t.agent, t.user}[t.turns%2]
	words := fmt.Sprintf("Ord %d i %d", t.turns, t.id)
	_, err := p.Chat.Say(ctx, by, t.id, chat.SayInput{Text: words})
	p.Said++
	p.Words[t.id] = append(p.Words[t.id], words)
	return err
}

func (p *play) end(ctx context.Context, t *talk, by authz.Actor) error {
	delete(p.open, t.id)
	delete(p.busy, t.user.Person)
	_, err := p.Chat.End(ctx, by, t.id, chat.EndInput{})
	return err
}
