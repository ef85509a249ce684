package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// row is one figure, or the figures of one work.
type row struct {
	Engine  string  `json:"engine"`
	Tickets int     `json:"tickets"`
	Clients int     `json:"clients,omitempty"`
	Work    string  `json:"work"`
	P50     float64 `json:"p50_ms,omitempty"`
	P95     float64 `json:"p95_ms,omitempty"`
	P99     float64 `json:"p99_ms,omitempty"`
	PerS    float64 `json:"per_s,omitempty"`
	CPU     float64 `json:"cpu_ms,omitempty"`
	N       int     `json:"n,omitempty"` // How many operations the figures rest on.
	Value   float64 `json:"value,omitempty"`
	Unit    string  `json:"unit,omitempty"`
}

// origin says where figures come from. It is the first of the rows.
type origin struct {
	Work    string  `json:"work"` // "run".
	Machine string  `json:"machine"`
	Go      string  `json:"go"`
	Commit  string  `json:"commit"`
	Date    string  `json:"date"`
	Load    string  `json:"load"` // What else the machine did: /proc/loadavg at the beginning and the end.
	Seconds float64 `json:"seconds"`
}

// result is bench/results.json: a list, the origin first, then the rows.
type result struct {
	origin
	Rows []row
}

func newResult(seconds float64) *result {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output() //nolint:noctx // At once; none outside a checkout.
	return &result{origin: origin{
		Work: "run", Machine: machine(), Go: runtime.Version(), Commit: strings.TrimSpace(string(commit)), Date: time.Now().UTC().Format(time.RFC3339),
		Load: load(), Seconds: seconds,
	}}
}

// machine is the processor, how many of them, and the memory.
func machine() string {
	model := runtime.GOARCH
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	memory := ""
	if raw, err := os.ReadFile("/proc/meminfo"); err == nil {
		if f := strings.Fields(string(raw)); len(f) > 1 {
			memory = ", " + f[1] + " kB memory"
		}
	}
	return model + ", " + itoa(runtime.NumCPU()) + " cores" + memory
}

func load() string {
	raw, _ := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(raw)); len(f) > 2 {
		return strings.Join(f[:3], " ")
	}
	return ""
}

// write keeps the result as a file that is easy to compare line by line.
func (r *result) write(file string) error {
	r.Load += ", then " + load()
	var b strings.Builder
	add := func(prefix string, x any) error {
		one, err := json.Marshal(x)
		b.WriteString(prefix + string(one))
		return err
	}
	if err := add("[\n  ", r.origin); err != nil {
		return err
	}
	for _, x := range r.Rows {
		if err := add(",\n  ", rounded(x)); err != nil {
			return err
		}
	}
	b.WriteString("\n]\n")
	return os.WriteFile(file, []byte(b.String()), 0o644) //nolint:gosec // A result for everybody.
}

// readResult reads what write wrote.
func readResult(file string) (*result, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
		return nil, fmt.Errorf("%s holds no results: %w", file, err)
	}
	var r result
	if err := json.Unmarshal(list[0], &r.origin); err != nil {
		return nil, err
	}
	r.Rows = make([]row, len(list)-1)
	for i, one := range list[1:] {
		if err := json.Unmarshal(one, &r.Rows[i]); err != nil {
			return nil, err
		}
	}
	return &r, nil
}

func rounded(x row) row {
	for _, v := range []*float64{&x.P50, &x.P95, &x.P99, &x.PerS, &x.CPU, &x.Value} {
		*v = float64(int64(*v*100+.5)) / 100
	}
	return x
}

// find returns the row of a work.
func (r *result) find(engine string, tickets, clients int, work string) *row {
	i := slices.IndexFunc(r.Rows, func(x row) bool {
		return x.Engine == engine && x.Tickets == tickets && x.Clients == clients && x.Work == work
	})
	if i < 0 {
		return nil
	}
	return &r.Rows[i]
}

// diskPerTicket is what a ticket takes on the disk with all that belongs to it: the difference between two sizes, because
// the register of people is the same in both.
func (r *result) diskPerTicket(engine string, sizes []int) (row, bool) {
	least, most := sizes[0], sizes[len(sizes)-1]
	a, b := r.find(engine, least, 0, "disk"), r.find(engine, most, 0, "disk")
	if a == nil || b == nil || least == most {
		return row{}, false
	}
	return row{Engine: engine, Tickets: most, Work: "disk-per-ticket", Value: (b.Value - a.Value) * (1 << 20) / float64(most-least), Unit: "bytes"}, true
}
