package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// options are what the command line says.
type options struct {
	sizes, clients []int
	engines        []string
	works          []work
	seconds        float64
	keep, out      string
	persons, units int
	fillOnly       bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := parse(os.Args[1:])
	if err == nil {
		err = run(ctx, o, os.Stdout)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // Nothing is left to be undone.
	}
}

func parse(args []string) (options, error) {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := f.String("sizes", "10000,100000,1000000", "numbers of tickets")
	clients := f.String("clients", "1,8", "numbers of clients at once")
	engines := f.String("engines", "sqlite,postgres", "databases")
	names := f.String("works", "", "works to measure; all without")
	var o options
	f.Float64Var(&o.seconds, "seconds", 5, "how long each work is measured")
	f.StringVar(&o.keep, "keep", "", "folder in which filled databases are kept for the next run; a temporary one without")
	f.StringVar(&o.out, "out", "", "file for the result; bench/results.json for a full run")
	f.IntVar(&o.persons, "persons", 100_000, "people in the register")
	f.IntVar(&o.units, "units", 3000, "units in the register")
	f.BoolVar(&o.fillOnly, "fill", false, "fill the databases and measure nothing")
	if err := f.Parse(args); err != nil {
		return o, flag.ErrHelp // It has been said already.
	}
	var err error
	for _, list := range []struct {
		from string
		to   *[]int
	}{{*sizes, &o.sizes}, {*clients, &o.clients}} {
		for _, s := range split(list.from) {
			n, bad := strconv.Atoi(s)
			if bad != nil || n < 1 {
				err = errors.Join(err, fmt.Errorf("%q is no number of anything", s))
			}
			*list.to = append(*list.to, n)
		}
		slices.Sort(*list.to)
	}
	o.engines = split(*engines)
	for _, w := range works() {
		if *names == "" || slices.Contains(split(*names), w.name) {
			o.works = append(o.works, w)
		}
	}
	full := *names == "" && *sizes == f.Lookup("sizes").DefValue && *engines == f.Lookup("engines").DefValue
	if o.out == "" && full {
		o.out = filepath.Join("bench", "results.json")
	}
	if len(o.works) == 0 || len(o.sizes) == 0 || len(o.clients) == 0 {
		err = errors.Join(err, errors.New("nothing to measure"))
	}
	return o, err
}

func run(ctx context.Context, o options, out io.Writer) error {
	dir := o.keep
	if dir == "" {
		temporary, err := os.MkdirTemp("", "lotsen-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o755) //nolint:gosec // PostgreSQL's own user goes through it.
	}
	if err != nil {
		return err
	}
	r := newResult(o.seconds)
	binary := ""
	if !o.fillOnly {
		if binary, err = build(ctx, dir); err != nil {
			return fmt.Errorf("build: %w", err)
		}
		if r.Rows, err = floors(ctx, dir); err != nil {
			return err
		}
		for _, x := range r.Rows {
			line(out, x)
		}
	}
	var failed error
	for _, name := range o.engines {
		if err := measureEngine(ctx, o, name, dir, binary, r, out); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", name, err))
		}
	}
	if o.fillOnly {
		return failed
	}
	ratios(out, r, o.sizes, o.clients, o.engines, o.works)
	if o.out != "" && failed == nil {
		return r.write(o.out)
	}
	return failed
}

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
		t, err := prepare(ctx, e, name, dir, s, out)
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
