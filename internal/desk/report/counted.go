package report

import (
	"context"
	"slices"
	"strconv"

	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
)

// counts is what is counted for a report, before its rows have names and an order.
type counts struct {
	rows   []Row
	totals Measures
	openAt int64
}

// ask tells results apart: who asks, and what.
type ask struct {
	sight            string
	from, to, openAt int64
	by               Dimension
}

// mostKeptRows is how many rows a result may have that is kept for others who ask the same.
const mostKeptRows = 1000

// fromLedger counts by the ledger.
func (s *Service) fromLedger(ctx context.Context, by authz.Actor, p *Params, d dimension) (counts, error) {
	e, err := s.follower.now(ctx, fillPatience, d.query.Histories)
	if err != nil {
		return counts{}, err
	}
	sight, err := sees(ctx, s.db, by, p)
	if err != nil {
		return counts{}, err
	}
	k := ask{sight: sight.key(), from: ledger.AlwaysFrom, to: ledger.AlwaysTo, openAt: ledger.AlwaysFrom, by: p.GroupBy}
	if !p.From.IsZero() {
		k.from = clock.Micros(p.From)
	}
	if !p.To.IsZero() {
		k.to = clock.Micros(p.To)
	}
	if !p.OpenAt.IsZero() {
		k.openAt = clock.Micros(p.OpenAt)
	}
	if held, ok := e.Kept(k); ok {
		c := *held.(*counts) //nolint:forcetypeassert // Only these are kept.
		c.rows = slices.Clone(c.rows)
		return c, nil
	}
	q := d.query
	q.From, q.To, q.Seen, q.OfDay = k.from, k.to, sight.place, d.bucket
	c := d.finish(e.Count(q))
	if !p.OpenAt.IsZero() {
		c.openAt = e.OpenAt(k.openAt, sight.place)
	}
	if len(c.rows) <= mostKeptRows {
		kept := c
		kept.rows = slices.Clone(c.rows)
		e.Keep(k, &kept)
	}
	return c, nil
}

// finish turns sums into rows.
func (d dimension) finish(r ledger.Result) counts {
	c := counts{rows: make([]Row, len(r.Keys)), totals: measures(&r.Total)}
	at := make(map[string]int, len(r.Keys))
	for i, key := range r.Keys {
		c.rows[i] = Row{Key: key, Measures: measures(&r.Sums[i])}
		at[key] = i
	}
	if d.query.Histories {
		for i := range c.rows {
			c.rows[i].Events = 0
		}
		for history, tickets := range r.Histories {
			noted(history, func(label string, n int64) {
				i, ok := at[label]
				if !ok {
					i, at[label] = len(c.rows), len(c.rows)
					c.rows = append(c.rows, Row{Key: label})
				}
				c.rows[i].Events += n * tickets
			})
		}
	}
	for i := range c.rows {
		if d.text != "" && c.rows[i].Key != "" {
			c.rows[i].Text = d.text + c.rows[i].Key
		}
	}
	return c
}

func measures(s *ledger.Sum) Measures {
	m := Measures{
		Tickets: s.Tickets, Events: s.Events, Reopened: s.Reopened, Reopenings: s.Reopenings, Reassigned: s.Reassigned, HandOvers: s.HandOvers,
		Resolved: s.Resolved, Closed: s.Closed, FirstContact: s.FirstContact, WithinTarget: s.InTarget, OutsideTarget: s.OutTarget,
	}
	m.MedianToResolve, m.MeanToResolve = middleOf(s.Resolved, s.ToResolve, s.MiddleResolve)
	m.MedianToClose, m.MeanToClose = middleOf(s.Closed, s.ToClose, s.MiddleClose)
	return m
}

// middleOf returns median and mean in minutes of n durations in seconds.
func middleOf(n, total int64, two [2]int64) (median, mean *float64) {
	if n == 0 {
		return nil, nil
	}
	a, b := minutes(float64(two[0]+two[1])/2), minutes(float64(total)/float64(n))
	return &a, &b
}

// number is an id or a level as a key; 0 is not known.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
