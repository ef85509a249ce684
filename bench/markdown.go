package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// markdown writes kept results as the tables of docs/performance.md, so that nobody types a figure.
func markdown(out io.Writer, r *result) {
	fmt.Fprintf(out, "%s, %s, commit %s, %s; load %s; %g s a work.\n", r.Machine, r.Go, r.Commit, r.Date[:10], r.Load, r.Seconds)
	engines, sizes := []string{}, []int{}
	for _, x := range r.Rows {
		if x.Clients > 0 && !slices.Contains(engines, x.Engine) {
			engines = append(engines, x.Engine)
		}
		if x.Clients > 0 && !slices.Contains(sizes, x.Tickets) {
			sizes = append(sizes, x.Tickets)
		}
	}
	for _, e := range engines {
		fmt.Fprintf(out, "\n**%s**: p50 / p95 in ms (processor ms an operation)\n\n| work | clients |", e)
		for _, n := range sizes {
			fmt.Fprintf(out, " %d |", n)
		}
		fmt.Fprintf(out, " a second at %d | p95 %d : %d |\n|---|---|%s---|---|\n", sizes[len(sizes)-1], sizes[len(sizes)-1], sizes[0], strings.Repeat("---|", len(sizes)))
		for _, w := range works() {
			for _, c := range []int{1, 8} {
				worked(out, r, e, sizes, w.name, c)
			}
		}
	}
	fmt.Fprint(out, "\n| beside them | engine | tickets | |\n|---|---|---|---|\n")
	for _, x := range r.Rows {
		if x.Unit != "" {
			fmt.Fprintf(out, "| %s | %s | %d | %.1f %s |\n", x.Work, x.Engine, x.Tickets, x.Value, x.Unit)
		}
	}
}

// worked is the line of one work.
func worked(out io.Writer, r *result, engine string, sizes []int, work string, clients int) {
	first, last := r.find(engine, sizes[0], clients, work), r.find(engine, sizes[len(sizes)-1], clients, work)
	if first == nil || last == nil {
		return
	}
	fmt.Fprintf(out, "| %s | %d |", work, clients)
	for _, n := range sizes {
		if x := r.find(engine, n, clients, work); x != nil {
			fmt.Fprintf(out, " %.1f / %.1f (%.1f) |", x.P50, x.P95, x.CPU)
		} else {
			fmt.Fprint(out, " |")
		}
	}
	fmt.Fprintf(out, " %.0f | %.2f |\n", last.PerS, last.P95/first.P95)
}
