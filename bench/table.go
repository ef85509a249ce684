package main

import (
	"fmt"
	"io"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// head is printed before the rows of a database.
func head(out io.Writer, engine string, tickets int) {
	fmt.Fprintf(out, "\n%s, %d tickets\n%-18s %7s %9s %9s %9s %9s %9s %7s\n", engine, tickets, "work", "clients", "p50 ms", "p95 ms", "p99 ms", "per s", "cpu ms", "n")
}

// line prints a row as soon as it is measured.
func line(out io.Writer, x row) {
	if x.Unit != "" {
		fmt.Fprintf(out, "%-18s %7s %9.1f %s\n", x.Work, "", x.Value, x.Unit)
		return
	}
	fmt.Fprintf(out, "%-18s %7d %9.1f %9.1f %9.1f %9.1f %9.2f %7d\n", x.Work, x.Clients, x.P50, x.P95, x.P99, x.PerS, x.CPU, x.N)
}

// ratios prints by how much the largest database is slower than the smallest.
func ratios(out io.Writer, r *result, sizes, clients []int, engines []string, works []work) {
	least, most := sizes[0], sizes[len(sizes)-1]
	if least == most {
		return
	}
	fmt.Fprintf(out, "\np95 and processor time at %d tickets : at %d\n%-18s", most, least, "work")
	for _, e := range engines {
		for _, n := range clients {
			fmt.Fprintf(out, " %22s", fmt.Sprintf("%s %d", e, n))
		}
	}
	fmt.Fprintln(out)
	for _, w := range works {
		fmt.Fprintf(out, "%-18s", w.name)
		for _, e := range engines {
			for _, n := range clients {
				a, b := r.find(e, least, n, w.name), r.find(e, most, n, w.name)
				if a == nil || b == nil || a.P95 == 0 || a.CPU == 0 {
					fmt.Fprintf(out, " %22s", "-")
					continue
				}
				fmt.Fprintf(out, " %22s", fmt.Sprintf("%.2f  cpu %.2f", b.P95/a.P95, b.CPU/a.CPU))
			}
		}
		fmt.Fprintln(out)
	}
}
