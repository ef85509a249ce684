package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lotsen/internal/tool/testrun"
)

func main() {
	record := flag.String("record", "build/test.json", "file that keeps the record")
	flag.Parse()
	ok, err := summarise(os.Stdin, os.Stdout, *record, os.Getenv("LOTSEN_REQUIRE_ALL") == "1")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if !ok || err != nil {
		os.Exit(1)
	}
}

func summarise(in io.Reader, out io.Writer, record string, requireAll bool) (bool, error) {
	// Written under another name first: an interrupted run must not pass for the record of a whole one.
	part, err := os.Create(record + ".part")
	if err != nil {
		return false, fmt.Errorf("keep the record: %w", err)
	}
	defer part.Close()
	run, err := testrun.Read(io.TeeReader(in, part), progress(out))
	if err != nil {
		return false, err
	}
	if err := os.Rename(part.Name(), record); err != nil {
		return false, fmt.Errorf("keep the record: %w", err)
	}
	failures(out, run)
	skips(out, run, requireAll)

	passed, failed, skipped := run.Count()
	ok := failed == 0 && passed > 0
	if requireAll && skipped > 0 {
		fmt.Fprintln(out, "LOTSEN_REQUIRE_ALL=1: what was skipped counts as failed")
		ok, failed, skipped = false, failed+skipped, 0
	}
	last := fmt.Sprintf("%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	fmt.Fprint(out, last)
	summary := filepath.Join(filepath.Dir(record), "test.summary")
	if err := os.WriteFile(summary, []byte(last), 0o644); err != nil {
		return false, fmt.Errorf("keep the summary: %w", err)
	}
	return ok, nil
}

// saidAtOnce is how many lines of a failing test are shown before the end of the run.
const saidAtOnce = 6

// progress tells about a package when it is done, so that a long run shows that it moves, and about a failing test at
// once with its first words: who reads only the beginning of a log is to find the reason there.
func progress(out io.Writer) func(testrun.Event) {
	said := map[string][]string{}
	return func(e testrun.Event) {
		test := e.Package + "." + e.Test
		switch {
		case e.Test == "":
			packageLine(out, e)
		case e.Action == "output":
			if bare := strings.TrimSpace(e.Output); len(said[test]) < saidAtOnce && bare != "" && !strings.HasPrefix(bare, "=== ") && !strings.HasPrefix(bare, "--- ") {
				said[test] = append(said[test], bare)
			}
		case e.Action == "fail":
			fmt.Fprintf(out, "FAIL %s\n", test)
			for _, line := range said[test] {
				fmt.Fprintln(out, "     "+line)
			}
			delete(said, test)
		case e.Action == "pass" || e.Action == "skip":
			delete(said, test)
		}
	}
}

func packageLine(out io.Writer, e testrun.Event) {
	if e.Action != "pass" && e.Action != "fail" {
		return
	}
	word := map[string]string{"pass": "ok  ", "fail": "FAIL"}[e.Action]
	fmt.Fprintf(out, "%s %-50s %6.1f s\n", word, e.Package, e.Elapsed)
}

// failures prints what the failing tests said. A parent that only says that its subtest failed is left out.
func failures(out io.Writer, run *testrun.Run) {
	for _, t := range run.Tests() {
		if !t.Bad() {
			continue
		}
		said := strings.Join(words(t), "    ")
		if said == "" && !t.Leaf() {
			continue
		}
		fmt.Fprintf(out, "\n--- %s: %s\n    %s", t.Outcome, t.ID(), said)
	}
	fmt.Fprintln(out)
}

// words are the lines of a test without those of the test runner.
func words(t *testrun.Test) []string {
	var out []string
	for _, line := range t.Output {
		bare := strings.TrimSpace(line)
		if !strings.HasPrefix(bare, "=== ") && !strings.HasPrefix(bare, "--- ") && bare != "" {
			out = append(out, line)
		}
	}
	return out
}

// skips lists what was left out, together where the reason is the same.
func skips(out io.Writer, run *testrun.Run, requireAll bool) {
	byReason := map[string][]string{}
	var order []string
	for _, t := range run.Tests() {
		if t.Outcome != testrun.Skipped || !t.Leaf() {
			continue
		}
		reason := reasonOf(t)
		if byReason[reason] == nil {
			order = append(order, reason)
		}
		byReason[reason] = append(byReason[reason], t.ID())
	}
	for _, reason := range order {
		ids := byReason[reason]
		fmt.Fprintf(out, "skipped %d: %s\n", len(ids), reason)
		for i, id := range ids {
			if i == 5 && !requireAll {
				fmt.Fprintf(out, "    and %d more\n", len(ids)-i)
				break
			}
			fmt.Fprintln(out, "    "+id)
		}
	}
}

// reasonOf takes the words of t.Skip without the file and line before them.
func reasonOf(t *testrun.Test) string {
	said := words(t)
	if len(said) == 0 {
		return "no reason given"
	}
	line := strings.TrimSpace(said[len(said)-1])
	if _, after, ok := strings.Cut(line, ".go:"); ok {
		if _, reason, ok := strings.Cut(after, ": "); ok {
			return reason
		}
	}
	return line
}
