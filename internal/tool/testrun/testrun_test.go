package testrun_test

import (
	"strings"
	"testing"

	"lotsen/internal/tool/testrun"
)

func read(t *testing.T, lines ...string) *testrun.Run {
	t.Helper()
	run, err := testrun.Read(strings.NewReader(strings.Join(lines, "\n")), nil)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func outcomes(run *testrun.Run) map[string]testrun.Outcome {
	out := map[string]testrun.Outcome{}
	for _, t := range run.Tests() {
		out[t.ID()] = t.Outcome
	}
	return out
}

func TestTests_end_as_the_record_says(t *testing.T) {
	t.Parallel()
	run := read(
		t,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"fail","Package":"p","Test":"TestB"}`,
		`{"Action":"skip","Package":"p","Test":"TestC"}`,
		`go: some complaint that is not JSON`,
		`{"Action":"fail","Package":"p"}`,
	)
	if p, f, s := run.Count(); p != 1 || f != 1 || s != 1 {
		t.Fatalf("counted %d passed, %d failed, %d skipped", p, f, s)
	}
}

func TestA_test_whose_process_died_has_failed(t *testing.T) {
	t.Parallel()
	run := read(
		t,
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"panic: oh\n"}`,
		`{"Action":"fail","Package":"p"}`,
	)
	if _, failed, _ := run.Count(); failed != 1 || !run.Tests()[0].Bad() {
		t.Fatalf("counted %d failed: %v", failed, outcomes(run))
	}
}

func TestA_package_that_does_not_build_is_one_failure_with_the_compilers_words(t *testing.T) {
	t.Parallel()
	run := read(
		t,
		`{"ImportPath":"p [p.test]","Action":"build-output","Output":"p.go:1: undefined: x\n"}`,
		`{"ImportPath":"p [p.test]","Action":"build-fail"}`,
		`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
	)
	tests := run.Tests()
	if len(tests) != 1 || tests[0].ID() != "p" || !strings.Contains(strings.Join(tests[0].Output, ""), "undefined: x") {
		t.Fatalf("got %+v", tests)
	}
}

func TestA_parent_of_nothing_but_skips_was_skipped(t *testing.T) {
	t.Parallel()
	run := read(
		t,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"pass","Package":"p","Test":"TestA/deep"}`,
		`{"Action":"skip","Package":"p","Test":"TestA/deep/sqlite"}`,
		`{"Action":"pass","Package":"p","Test":"TestB"}`,
		`{"Action":"skip","Package":"p","Test":"TestB/sqlite"}`,
		`{"Action":"pass","Package":"p","Test":"TestB/postgres"}`,
	)
	got := outcomes(run)
	if got["p.TestA"] != testrun.Skipped || got["p.TestA/deep"] != testrun.Skipped || got["p.TestB"] != testrun.Passed {
		t.Fatalf("got %v", got)
	}
	if p, f, s := run.Count(); p != 2 || f != 0 || s != 2 {
		t.Fatalf("counted %d passed, %d failed, %d skipped", p, f, s)
	}
}
