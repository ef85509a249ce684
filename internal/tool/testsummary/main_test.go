package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const record = `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: PostgreSQL is not here\n"}
{"Action":"skip","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Elapsed":1.2}
`

func run(t *testing.T, input string, requireAll bool) (bool, string, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "test.json")
	var out bytes.Buffer
	ok, err := summarise(strings.NewReader(input), &out, file, requireAll)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return ok, out.String(), string(kept)
}

func TestA_good_run_ends_with_its_counts_and_keeps_its_record(t *testing.T) {
	t.Parallel()
	ok, out, kept := run(t, record, false)
	if !ok || !strings.HasSuffix(out, "\n1 passed, 0 failed, 1 skipped\n") {
		t.Errorf("ok %v, said:\n%s", ok, out)
	}
	if !strings.Contains(out, "skipped 1: PostgreSQL is not here") {
		t.Errorf("does not say why it skipped:\n%s", out)
	}
	if kept != record {
		t.Errorf("kept another record:\n%s", kept)
	}
}

func TestA_skip_fails_where_everything_is_required(t *testing.T) {
	t.Parallel()
	if ok, out, _ := run(t, record, true); ok || !strings.HasSuffix(out, "\n1 passed, 1 failed, 0 skipped\n") {
		t.Errorf("ok %v, said:\n%s", ok, out)
	}
}

func TestA_failure_is_shown_with_its_words(t *testing.T) {
	t.Parallel()
	ok, out, _ := run(t, `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`, false)
	if ok || !strings.Contains(out, "want 2") || !strings.Contains(out, "p.TestA") {
		t.Errorf("ok %v, said:\n%s", ok, out)
	}
}

func TestA_failure_is_named_before_the_run_is_over(t *testing.T) {
	t.Parallel()
	_, out, _ := run(t, `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"q","Elapsed":2}`, false)
	named, next := strings.Index(out, "FAIL p.TestA\n     a_test.go:3: want 2\n"), strings.Index(out, "ok   q")
	if named < 0 || named > next {
		t.Errorf("said:\n%s", out)
	}
}

func TestA_run_without_any_test_is_not_good(t *testing.T) {
	t.Parallel()
	if ok, out, _ := run(t, "", false); ok {
		t.Errorf("said:\n%s", out)
	}
}
