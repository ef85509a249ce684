package main

import (
	"slices"

	"lotsen/internal/testkit/req"
	"lotsen/internal/tool/testrun"
)

// Verdict is what a run says about one row.
type Verdict struct {
	Level  string   `json:"level"`
	Proven bool     `json:"proven"`
	Tests  []string `json:"tests"`

	failed, skipped int
}

// judge decides for every row. A test that names a row twice counts once.
func judge(rows []req.Row, run *testrun.Run) map[string]Verdict {
	out := make(map[string]Verdict, len(rows))
	for _, r := range rows {
		out[r.ID] = Verdict{Level: r.Level, Tests: []string{}}
	}
	for _, t := range run.Tests() {
		for _, a := range t.Attrs {
			v, known := out[a.Value]
			if a.Key != req.Attr || !known || slices.Contains(v.Tests, t.ID()) {
				continue
			}
			v.Tests = append(v.Tests, t.ID())
			switch {
			case t.Bad():
				v.failed++
			case t.Outcome == testrun.Skipped:
				v.skipped++
			}
			v.Proven = v.failed == 0 && v.skipped < len(v.Tests)
			out[a.Value] = v
		}
	}
	return out
}

// why says in a few words what stands in the way of a proof.
func (v Verdict) why() string {
	switch {
	case v.Proven:
		return ""
	case len(v.Tests) == 0:
		return "no test names it"
	case v.failed > 0:
		return "a test that names it failed"
	default:
		return "its tests were skipped"
	}
}
