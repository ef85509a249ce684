package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"lotsen/internal/kit/sqldb"
)

// town is what whoever measures must know of a filled database. It is kept beside it.
type town struct {
	Stamp    string // Of the generator and the schema: another stamp, and the town is built anew.
	Shape    shape
	Took     string // How long filling took.
	Desk     int64
	Agents   []agent
	Branches []int64
	Groups   []int64
	People   []caller // A thousand of them, all over the register.
	Count    tally
}

// caller is somebody to look up, to report for and to get mail from.
type caller struct {
	ID                              int64
	Given, Family, Mail, Phone, Own string
}

// fill builds the town in an empty database.
func fill(ctx context.Context, dsn, files string, s shape, out io.Writer) (*town, error) {
	began := time.Now()
	w, err := found(ctx, dsn, files, s)
	if err != nil {
		return nil, err
	}
	g := &generator{w: w, rng: rand.New(rand.NewPCG(s.Seed, 11))} //nolint:gosec // The same tickets each time.
	g.nextPerson, err = sqldb.One(ctx, w.app.DB, sqldb.Stmt{Name: "bench.person", Text: `select max(id) from person`}, sqldb.Value[int64])
	if err == nil {
		g.nextSeq, err = sqldb.One(ctx, w.app.DB, sqldb.Stmt{Name: "bench.event", Text: `select max(seq) from event`}, sqldb.Value[int64])
	}
	if err := errors.Join(err, w.app.Stop()); err != nil {
		return nil, err
	}
	file, lite := strings.CutPrefix(dsn, "sqlite:")
	name := "PostgreSQL"
	if lite {
		name = "SQLite"
		g.out, err = openSQLiteSink(ctx, file)
	} else {
		g.out, err = openPostgresSink(ctx, dsn)
	}
	if err != nil {
		return nil, err
	}
	g.tell = newProgress(out, fmt.Sprintf("fill %s with %d", name, s.Tickets), s.Tickets)
	if err := g.run(); err != nil {
		return nil, err
	}
	rows := time.Since(began)
	if err := g.out.close(ctx); err != nil {
		return nil, err
	}
	took := time.Since(began)
	g.tell.done(fmt.Sprintf("rows %s, indexes %s", rows.Round(time.Second/10), (took - rows).Round(time.Second/10)))
	return w.town(g, took), nil
}

func (w *world) town(g *generator, took time.Duration) *town {
	t := &town{Shape: w.shape, Took: took.Round(time.Second / 10).String(), Desk: int64(w.desk.ID), Count: g.count}
	for _, a := range w.agents {
		if a.Token != "" {
			t.Agents = append(t.Agents, a)
		}
	}
	for _, b := range w.branches {
		t.Branches = append(t.Branches, int64(b.id))
	}
	for _, x := range w.groups {
		t.Groups = append(t.Groups, int64(x.ID))
	}
	for i := 0; i < len(w.people); i += max(1, len(w.people)/1000) {
		p := &w.people[i]
		t.People = append(t.People, caller{p.id, p.given, p.family, p.email, p.phone, p.login})
	}
	return t
}
