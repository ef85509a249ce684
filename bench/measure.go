package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"
)

func measureEngine(ctx context.Context, o options, name, dir, binary string, r *result, out io.Writer) (err error) {
	var e engine = liteEngine{dir}
	switch name {
	case "sqlite":
	case "postgres":
		cluster, err := startCluster(ctx, dir, out)
		if err != nil || cluster == nil {
			return err
		}
		e = cluster
	default:
		return errors.New("no such engine")
	}
	defer func() { err = errors.Join(err, e.stop(context.WithoutCancel(ctx))) }()
	if c, ok := e.(*cluster); ok && !o.fillOnly {
		x, err := c.floor(ctx)
		if err != nil {
			return err
		}
		r.Rows = append(r.Rows, x...)
		for _, x := range x {
			line(out, x)
		}
	}
	var failed error
	for _, size := range o.sizes {
		s := shape{Tickets: size, Persons: o.persons, Units: o.units, Agents: 40, Seed: 20261122, Now: time.Now().UTC().Truncate(time.Minute)}
		t, err := prepare(ctx, e, name, dir, binary, s, o.older, out)
		if err != nil {
			return err
		}
		if o.fillOnly {
			continue
		}
		if err := measureTown(ctx, o, e, name, dir, binary, t, r, out); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%d tickets: %w", size, err))
		}
	}
	if x, ok := r.diskPerTicket(name, o.sizes); ok {
		r.Rows = append(r.Rows, x)
		line(out, x)
	}
	return failed
}

// measureTown runs one server on a copy of one filled database through all works.
func measureTown(ctx context.Context, o options, e engine, name, dir, binary string, t *town, r *result, out io.Writer) (err error) {
	size := t.Shape.Tickets
	dsn, bytes, err := e.copied(ctx, size)
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	sink, closeSink, err := mailSink()
	if err != nil {
		return err
	}
	defer closeSink()
	s, err := serve(ctx, binary, dsn, filepath.Join(dir, "files"), sink, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	b := &bench{engine: name, tickets: size, town: t, server: s, meter: meter{s.cmd.Process.Pid, e.postmaster()}, seconds: o.seconds}
	note := func(x row) {
		x.Engine, x.Tickets = name, size
		r.Rows = append(r.Rows, x)
		line(out, x)
	}
	head(out, name, size)
	note(row{Work: "start", Value: float64(s.started.Microseconds()) / 1000, Unit: "ms"})
	note(row{Work: "disk", Value: float64(bytes) / (1 << 20), Unit: "MB with the register of people"})
	if err := b.meter.settle(time.Minute); err != nil {
		return err
	}
	idle, _ := b.meter.memory()
	note(row{Work: "memory-idle", Value: float64(idle) / (1 << 20), Unit: "MB"})
	for i := range o.clients[len(o.clients)-1] {
		c := newClient(s.base, t.Agents[i%len(t.Agents)])
		if err := c.login(ctx); err != nil {
			return err
		}
		b.clients = append(b.clients, c)
	}
	page, all, err := b.firstVisit(ctx)
	if err != nil {
		return err
	}
	note(row{Work: "queue-page", Value: float64(page), Unit: "bytes gzip"})
	note(row{Work: "queue-first-visit", Value: float64(all), Unit: "bytes gzip"})
	var failed error
	for i := range o.works {
		for _, n := range o.clients {
			x, err := b.measure(ctx, &o.works[i], n)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				// No figure is better than a wrong one, and the other works are wanted all the same.
				fmt.Fprintf(out, "%-18s %7d  FAILED: %v\n", o.works[i].name, n, err)
				failed = errors.Join(failed, err)
				break
			}
			note(x)
		}
	}
	_, peak := b.meter.memory()
	note(row{Work: "memory-load", Value: float64(peak) / (1 << 20), Unit: "MB"})
	return failed
}
