package main

import (
	"context"
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"lotsen/internal/desk/ticket"
)

func createWork() work {
	return work{name: "create", note: "POST /api/v1/tickets for any person, with a category", leaves: true, once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		p, t := pick(rng, b.town.People), &topics[rng.IntN(len(topics))]
		body, err := json.Marshal(map[string]any{
			"title": titleOf(rng, t), "text": storyOf(rng, t, p.Given+" "+p.Family), "requester": p.Own, "category": fmt.Sprint(pick(rng, b.town.Branches)),
			"impact": 1 + rng.IntN(3), "urgency": 1 + rng.IntN(3),
		})
		if err != nil {
			return err
		}
		answer, err := c.call(ctx, http.MethodPost, "/api/v1/tickets", body, http.StatusCreated)
		if err != nil {
			return err
		}
		return wants(c, answer, "a new ticket", strings.Contains(answer, `"L-`))
	}}
}

// pool is the open tickets that are solved and opened again.
type pool struct {
	mu     sync.Mutex
	ready  []ticket.ID
	solved []ticket.ID
}

func (p *pool) take() (ticket.ID, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.ready) == 0 {
		return 0, false
	}
	id := p.ready[0]
	p.ready, p.solved = p.ready[1:], append(p.solved, id)
	return id, true
}

// maxPool is how many tickets are solved before they are opened again.
const maxPool = 1000

// gather asks the API for open tickets that have a category, so that they can be solved.
func (b *bench) gather(ctx context.Context) error {
	c := b.clients[0]
	c.check = true
	b.open = &pool{}
	cursor := ""
	for len(b.open.ready) < min(maxPool, b.tickets/50) {
		answer, err := c.call(ctx, http.MethodGet, "/api/v1/tickets?state=open&limit=100&cursor="+url.QueryEscape(cursor), nil, http.StatusOK)
		if err != nil {
			return err
		}
		var list struct {
			Items []struct {
				Ref string `json:"ref"`
			} `json:"items"`
			Next string `json:"next"`
		}
		if err := json.Unmarshal([]byte(answer), &list); err != nil {
			return err
		}
		for _, x := range list.Items {
			if id, ok := ticket.ParseID(x.Ref); ok {
				b.open.ready = append(b.open.ready, id)
			}
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	if len(b.open.ready) == 0 {
		return fmt.Errorf("no open tickets to solve")
	}
	return nil
}

func replyWork() work {
	return work{
		name: "reply", note: "POST /desk/tickets/…/reply, the form of the page: the solution, which ends the work and is mailed", leaves: true,
		once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
			if b.open == nil {
				if err := b.gather(ctx); err != nil {
					return err
				}
			}
			id, ok := b.open.take()
			if !ok {
				return b.reopen(ctx, c)
			}
			_, err := c.post(ctx, "/desk/tickets/"+id.String()+"/reply", url.Values{
				"form": {"reply"}, "form_key": {crand.Text()}, "to": {"solution"}, "text": {pick(rng, topics[rng.IntN(len(topics))].cures)}, "list": {""},
			})
			if err != nil || !c.check {
				return err
			}
			page, err := c.get(ctx, "/desk/tickets/"+id.String())
			if err != nil {
				return err
			}
			return wants(c, page, "solved", strings.Contains(page, "/reopen"))
		},
		most:  func(b *bench) int { return len(b.open.ready) },
		again: func(ctx context.Context, b *bench, c *client) error { return b.reopen(ctx, c) },
	}
}

// reopen makes the solved tickets open again.
func (b *bench) reopen(ctx context.Context, _ *client) error {
	b.open.mu.Lock()
	solved := b.open.solved
	b.open.solved = nil
	b.open.mu.Unlock()
	for i, id := range solved {
		c := b.clients[i%len(b.clients)]
		if _, err := c.post(ctx, "/desk/tickets/"+id.String()+"/reopen", url.Values{"form_key": {crand.Text()}}); err != nil {
			return err
		}
	}
	b.open.mu.Lock()
	b.open.ready = append(b.open.ready, solved...)
	b.open.mu.Unlock()
	return nil
}
