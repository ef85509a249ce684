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
	older          bool
	table          string
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
	f.StringVar(&o.table, "table", "", "print the results kept in this file as Markdown, and measure nothing")
	f.BoolVar(&o.fillOnly, "fill", false, "fill the databases and measure nothing")
	f.BoolVar(&o.older, "older", false, "take a kept database although the generator or the schema has changed since")
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
	if o.table != "" {
		r, err := readResult(o.table)
		if err == nil {
			markdown(out, r)
		}
		return err
	}
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
