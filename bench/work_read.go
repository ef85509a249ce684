package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
)

// wants asserts, when the answer is to be looked at, that it holds what it must.
func wants(c *client, page, what string, ok bool) error {
	if !c.check || ok {
		return nil
	}
	return fmt.Errorf("the page is not %s: %s", what, strings.Join(strings.Fields(page[:min(len(page), 600)]), " "))
}

func rows(page string) int { return len(rowMark.FindAllString(page, -1)) }

func queueWork() work {
	return work{name: "queue", note: "GET /desk, the 50 newest of the open tickets", once: func(ctx context.Context, b *bench, c *client, _ *rand.Rand) error {
		page, err := c.get(ctx, "/desk?view=-7")
		if err != nil {
			return err
		}
		open := b.town.Count.States["new"] + b.town.Count.States["open"] + b.town.Count.States["hold"]
		return wants(c, page, "a full queue", rows(page) == min(open, ticket.PageSize))
	}}
}

func viewWork() work {
	return work{name: "view", note: "GET /desk, open tickets of a branch of the categories, not below normal priority, by last change", once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		q := url.Values{"f": {"1"}, "view": {"-7"}, "category": {fmt.Sprint(pick(rng, b.town.Branches))}, "priority": {"4"}, "sort": {"updated"}}
		page, err := c.get(ctx, "/desk?"+q.Encode())
		if err != nil {
			return err
		}
		return wants(c, page, "a filtered queue", rows(page) > 0 || b.tickets < 10_000)
	}}
}

// anyTicket is one of those that were filled in.
func (b *bench) anyTicket(rng *rand.Rand) ticket.ID {
	return ticket.ID(firstTicket + 1 + rng.IntN(int(b.town.Count.Tickets)))
}

func ticketWork() work {
	return work{name: "ticket", note: "GET /desk/tickets/…, any of all tickets", once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		id := b.anyTicket(rng)
		page, err := c.get(ctx, "/desk/tickets/"+id.String())
		if err != nil {
			return err
		}
		return wants(c, page, "that ticket's", strings.Contains(page, id.String()) && strings.Contains(page, "</html>"))
	}}
}

func historyWork() work {
	return work{name: "history", note: "GET /desk/tickets/…/history, any of all tickets", once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		id := b.anyTicket(rng)
		page, err := c.get(ctx, "/desk/tickets/"+id.String()+"/history")
		if err != nil {
			return err
		}
		return wants(c, page, "that ticket's", strings.Contains(page, id.String()) && strings.Contains(page, "</html>"))
	}}
}

func searchWork(name, note string, words []string) work {
	return work{name: name, note: note, once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		page, err := c.get(ctx, "/desk/search?q="+url.QueryEscape(pick(rng, words)))
		if err != nil {
			return err
		}
		return wants(c, page, "a list of hits", strings.Contains(page, "/desk/tickets/L-"))
	}}
}

func rareWork() work {
	return searchWork("search-rare", "GET /desk/search, a word that stands in a handful of tickets", rareWords)
}

func commonWork() work {
	return searchWork("search-common", "GET /desk/search, a word that stands in every twentieth ticket or more", []string{
		"datorn", "fungerar", "startat om", "kollegan", "personalrummet", "hälsningar", "skrivaren", "uppdateringen",
	})
}

func callerWork() work {
	return work{name: "caller", note: "GET /desk/call, somebody by name, number or address while they speak", once: func(ctx context.Context, b *bench, c *client, rng *rand.Rand) error {
		p := pick(rng, b.town.People)
		q := cut(p.Given, 4) + " " + p.Family
		switch rng.IntN(4) {
		case 0:
			q = p.Own
		case 1:
			if p.Phone != "" {
				q = p.Phone
			}
		case 2:
			q = p.Family + " " + p.Given
		}
		page, err := c.get(ctx, "/desk/call?q="+url.QueryEscape(strings.ToValidUTF8(q, "")))
		if err != nil {
			return err
		}
		return wants(c, page, "a list with "+p.Family, strings.Contains(page, p.Family))
	}}
}

func reportWork() work {
	return work{name: "report", note: "GET /desk/reports, last month by category", once: func(ctx context.Context, b *bench, c *client, _ *rand.Rand) error {
		now := b.town.Shape.Now.In(clock.Stockholm())
		first := time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, clock.Stockholm())
		q := url.Values{"from": {first.Format(time.DateOnly)}, "to": {first.AddDate(0, 1, -1).Format(time.DateOnly)}, "group_by": {"category"}}
		page, err := c.get(ctx, "/desk/reports?"+q.Encode())
		if err != nil {
			return err
		}
		return wants(c, page, "a report", strings.Contains(page, "Lösenord") && strings.Contains(page, "<table"))
	}}
}
