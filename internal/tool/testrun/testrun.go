package testrun

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// Outcome is how a test ended.
type Outcome string

// The outcomes. Unfinished is what a test has until its end is read, and what stays when its process died.
const (
	Unfinished Outcome = "unfinished"
	Passed     Outcome = "pass"
	Failed     Outcome = "fail"
	Skipped    Outcome = "skip"
)

// Event is one line of the record; the fields are those of `go doc test2json`.
type Event struct {
	Action, Package, Test, Output, Key, Value string
	ImportPath, FailedBuild                   string
	Elapsed                                   float64
}

// Test is one test or subtest, or a package that failed outside its tests (Name is empty then).
type Test struct {
	Package, Name string
	Outcome       Outcome
	Output        []string
	// Attrs holds what the test said about itself by T.Attr, in order.
	Attrs []Attr

	children []*Test
}

// Attr is one T.Attr call.
type Attr struct{ Key, Value string }

// ID is the package and the test as one word.
func (t *Test) ID() string {
	if t.Name == "" {
		return t.Package
	}
	return t.Package + "." + t.Name
}

// Bad tells whether the test counts as failed.
func (t *Test) Bad() bool { return t.Outcome == Failed || t.Outcome == Unfinished }

// Run is a whole record.
type Run struct {
	tests  map[string]*Test
	builds map[string][]string
}

// Read consumes a record to its end and calls each, if given, for every event as it comes. Lines that are not JSON
// (a tool's own complaint on the same stream) are passed over.
func Read(r io.Reader, each func(Event)) (*Run, error) {
	run := &Run{tests: map[string]*Test{}, builds: map[string][]string{}}
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		if e, ok := decode(line); ok {
			run.add(e)
			if each != nil {
				each(e)
			}
		}
		if err == io.EOF {
			run.settle()
			return run, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the record of the tests: %w", err)
		}
	}
}

func decode(line []byte) (Event, bool) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return Event{}, false
	}
	var e Event
	if err := json.Unmarshal(line, &e); err != nil {
		return Event{}, false
	}
	return e, true
}

func (r *Run) add(e Event) {
	switch {
	case e.Action == "build-output":
		r.builds[e.ImportPath] = append(r.builds[e.ImportPath], e.Output)
	case e.Package == "":
	case e.Test == "" && e.Action == "fail":
		t := r.test(e.Package, "")
		t.Outcome = Failed
		t.Output = append(t.Output, r.builds[e.FailedBuild]...)
	case e.Test == "" && e.Action == "output":
		// Kept in case the package fails outside its tests; settle forgets it otherwise.
		t := r.test(e.Package, "")
		t.Output = append(t.Output, e.Output)
	case e.Test != "":
		t := r.test(e.Package, e.Test)
		switch e.Action {
		case "pass", "fail", "skip":
			t.Outcome = Outcome(e.Action)
		case "output":
			t.Output = append(t.Output, e.Output)
		case "attr":
			t.Attrs = append(t.Attrs, Attr{e.Key, e.Value})
		}
	}
}

func (r *Run) test(pkg, name string) *Test {
	id := (&Test{Package: pkg, Name: name}).ID()
	t := r.tests[id]
	if t == nil {
		t = &Test{Package: pkg, Name: name, Outcome: Unfinished}
		r.tests[id] = t
	}
	return t
}

// settle links subtests to their parents, turns parents of nothing but skips into skips, and drops the package rows that
// say nothing beyond their tests.
func (r *Run) settle() {
	blamed := map[string]bool{}
	for _, t := range r.tests {
		if t.Name != "" && t.Bad() {
			blamed[t.Package] = true
		}
	}
	for id, t := range r.tests {
		if t.Name == "" {
			if t.Outcome != Failed || blamed[t.Package] {
				delete(r.tests, id)
			}
			continue
		}
		if i := strings.LastIndexByte(t.Name, '/'); i > 0 {
			if parent := r.tests[t.Package+"."+t.Name[:i]]; parent != nil {
				parent.children = append(parent.children, t)
			}
		}
	}
	for _, t := range r.tests {
		t.settle()
	}
}

func (t *Test) settle() {
	if len(t.children) == 0 || t.Outcome != Passed {
		return
	}
	for _, c := range t.children {
		if c.settle(); c.Outcome != Skipped {
			return
		}
	}
	t.Outcome = Skipped
}

// Tests lists all tests in the order of their names.
func (r *Run) Tests() []*Test {
	out := make([]*Test, 0, len(r.tests))
	for _, t := range r.tests {
		out = append(out, t)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID() < out[j].ID() })
	return out
}

// Count counts tests and subtests by how they ended; a parent whose subtests were all skipped is not counted beside them.
func (r *Run) Count() (passed, failed, skipped int) {
	for _, t := range r.tests {
		switch {
		case t.Bad():
			failed++
		case t.Outcome == Passed:
			passed++
		case len(t.children) == 0:
			skipped++
		}
	}
	return passed, failed, skipped
}

// Leaf tells whether the test has no subtests.
func (t *Test) Leaf() bool { return len(t.children) == 0 }
