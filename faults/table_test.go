package faults_test

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// row is a line of the table at the end.
type row struct {
	Fault, Engine string
	Rounds        int
	Acked         int // Writes that were acknowledged.
	Lost, Doubles int
	Recovery      []time.Duration // From the end of the fault until the node was ready.
	Note          string
}

var table struct {
	sync.Mutex
	rows []row
}

// record keeps a line for the table.
func record(r row) {
	table.Lock()
	defer table.Unlock()
	table.rows = append(table.rows, r)
}

func printTable(out io.Writer) {
	table.Lock()
	defer table.Unlock()
	if len(table.rows) == 0 {
		return
	}
	sort.SliceStable(table.rows, func(i, j int) bool {
		a, b := table.rows[i], table.rows[j]
		return a.Fault+a.Engine < b.Fault+b.Engine
	})
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\tengine\trounds\tacknowledged\tlost\tdoubles\trecovery median\tworst\tnote")
	for _, r := range table.rows {
		mid, worst := spread(r.Recovery)
		fmt.Fprintln(w, strings.Join([]string{
			r.Fault, r.Engine, fmt.Sprint(r.Rounds), fmt.Sprint(r.Acked), fmt.Sprint(r.Lost), fmt.Sprint(r.Doubles), mid, worst, r.Note,
		}, "\t"))
	}
	w.Flush()
}

// spread gives the median and the worst.
func spread(d []time.Duration) (mid, worst string) {
	if len(d) == 0 {
		return "-", "-"
	}
	sorted := append([]time.Duration(nil), d...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	return sorted[len(sorted)/2].Round(time.Millisecond).String(), sorted[len(sorted)-1].Round(time.Millisecond).String()
}
