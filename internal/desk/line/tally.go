package line

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Tally is contacts counted. Offered is Answered, Abandoned, Other and Waiting together.
type Tally struct {
	Offered, Answered, Abandoned int64
	Other                        int64         // Ended without an answer, but not by whoever came.
	Timely                       int64         // Answered within the target.
	Waited                       time.Duration // By the answered, all together.
	GivenUp                      time.Duration // By the abandoned, all together.
	Rated, Score                 int64
}

// Waiting is who has neither been answered nor gone.
func (t Tally) Waiting() int64 { return t.Offered - t.Answered - t.Abandoned - t.Other }

// Mean is how long the answered waited on average.
func (t Tally) Mean() time.Duration {
	if t.Answered == 0 {
		return 0
	}
	return t.Waited / time.Duration(t.Answered)
}

// Plus adds two tallies, and Minus takes one from the other.
func (t Tally) Plus(o Tally) Tally {
	return Tally{
		t.Offered + o.Offered, t.Answered + o.Answered, t.Abandoned + o.Abandoned, t.Other + o.Other, t.Timely + o.Timely,
		t.Waited + o.Waited, t.GivenUp + o.GivenUp, t.Rated + o.Rated, t.Score + o.Score,
	}
}

func (t Tally) negated() Tally {
	return Tally{-t.Offered, -t.Answered, -t.Abandoned, -t.Other, -t.Timely, -t.Waited, -t.GivenUp, -t.Rated, -t.Score}
}

// counts is what one contact adds to the figures of its hour.
func (c *Contact) counts() Tally {
	if c.ID == 0 && c.Version == 0 {
		return Tally{}
	}
	t := Tally{Offered: 1}
	switch {
	case !c.Answered.IsZero():
		t.Answered, t.Waited = 1, c.Waited(c.Answered)
		if c.Target == 0 || t.Waited <= c.Target {
			t.Timely = 1
		}
	case c.State != Ended:
	case c.Outcome == Abandoned:
		t.Abandoned, t.GivenUp = 1, c.Waited(c.Ended)
	default:
		t.Other = 1
	}
	if c.Score > 0 {
		t.Rated, t.Score = 1, int64(c.Score)
	}
	return t
}

// place is the row of contact_hour in which a contact counts.
type place struct {
	line     LineID
	hour     time.Time
	category string
	open     bool
}

func (c *Contact) place() place {
	return place{c.Line, c.Came.Truncate(time.Hour), string(c.Category), c.Open}
}

var addTally = sqldb.Q("line.tally", `
	insert into contact_hour (line_id, hour_at, category, open, offered, answered, abandoned, other, timely, waited, given_up, rated, score)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
	on conflict (line_id, hour_at, category, open) do update set offered = contact_hour.offered + excluded.offered,
		answered = contact_hour.answered + excluded.answered, abandoned = contact_hour.abandoned + excluded.abandoned,
		other = contact_hour.other + excluded.other, timely = contact_hour.timely + excluded.timely, waited = contact_hour.waited + excluded.waited,
		given_up = contact_hour.given_up + excluded.given_up, rated = contact_hour.rated + excluded.rated, score = contact_hour.score + excluded.score`)

// tally takes what a contact counted before from the figures and adds what it counts now.
func tally(ctx context.Context, tx *sqldb.Tx, before, after *Contact) error {
	was, is := before.counts(), after.counts()
	if before.ID != 0 && before.place() != after.place() {
		if err := add(ctx, tx, before.place(), was.negated()); err != nil {
			return err
		}
		return add(ctx, tx, after.place(), is)
	}
	return add(ctx, tx, after.place(), is.Plus(was.negated()))
}

func add(ctx context.Context, tx *sqldb.Tx, p place, t Tally) error {
	if t == (Tally{}) {
		return nil
	}
	_, err := tx.Exec(ctx, addTally, int64(p.line), sqldb.Time(p.hour), p.category, p.open, t.Offered, t.Answered, t.Abandoned, t.Other, t.Timely,
		t.Waited.Microseconds(), t.GivenUp.Microseconds(), t.Rated, t.Score)
	return err
}
