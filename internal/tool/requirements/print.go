package main

import (
	"fmt"
	"io"

	"lotsen/internal/testkit/req"
)

// report lists the headings in the order of the catalogue, each with its count and, unless only headings are wanted, its rows.
func report(w io.Writer, rows []req.Row, verdicts map[string]Verdict, headingsOnly bool) {
	var prefixes []string
	byPrefix := map[string][]req.Row{}
	for _, r := range rows {
		if byPrefix[r.Prefix] == nil {
			prefixes = append(prefixes, r.Prefix)
		}
		byPrefix[r.Prefix] = append(byPrefix[r.Prefix], r)
	}
	all, must, mustAll := 0, 0, 0
	for _, p := range prefixes {
		proven := 0
		for _, r := range byPrefix[p] {
			if r.Level == "M" {
				mustAll++
			}
			if !verdicts[r.ID].Proven {
				continue
			}
			proven++
			if r.Level == "M" {
				must++
			}
		}
		all += proven
		fmt.Fprintf(w, "%s %3d/%d proven  %s\n", p, proven, len(byPrefix[p]), byPrefix[p][0].Heading)
		if !headingsOnly {
			for _, r := range byPrefix[p] {
				printRow(w, r, verdicts[r.ID])
			}
		}
	}
	fmt.Fprintf(w, "all %d/%d proven, %d/%d of the musts\n", all, len(rows), must, mustAll)
}

func printRow(w io.Writer, r req.Row, v Verdict) {
	mark := "  "
	if v.Proven {
		mark = "ok"
	}
	fmt.Fprintf(w, "   %s %s %-7s %s\n", mark, r.ID, r.Level, shorten(r.Text, 90))
	if why := v.why(); why != "" && len(v.Tests) > 0 {
		fmt.Fprintf(w, "               %s\n", why)
	}
	for _, t := range v.Tests {
		fmt.Fprintf(w, "               %s\n", t)
	}
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
