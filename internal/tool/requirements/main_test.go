package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const catalogue = `## 1 Channels

| ID | L | Requirement | Source | Observable check |
|---|---|---|---|---|
| CH-01 | M | One desk. | 003 | See. |
| CH-02 | M | Four channels. | 003 | See. |
| CH-03 | S | Open. | 003 | See. |
| CH-04 | M | Closed. | 003 | See. |
| CH-05 | M | Never named. | 003 | See. |
`

func attr(test, id string) string {
	return `{"Action":"attr","Package":"p","Test":"` + test + `","Key":"requirement","Value":"` + id + `"}` + "\n"
}

func ended(test, how string) string {
	return `{"Action":"` + how + `","Package":"p","Test":"` + test + `"}` + "\n"
}

func verdictsOf(t *testing.T, record string) (map[string]Verdict, string) {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{"docs/requirements.md": catalogue, "test.json": record}
	for name, content := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	written := filepath.Join(root, "requirements.json")
	if err := run(root, filepath.Join(root, "test.json"), written, false, &said); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(written)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]Verdict
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out, said.String()
}

func TestA_row_is_proven_when_all_its_tests_passed_and_one_was_not_skipped(t *testing.T) {
	t.Parallel()
	got, said := verdictsOf(t, attr("TestA", "CH-01")+ended("TestA", "pass")+
		attr("TestB", "CH-01")+attr("TestB", "CH-02")+ended("TestB", "skip")+
		attr("TestC", "CH-03")+ended("TestC", "fail")+attr("TestA", "CH-03"))
	if !got["CH-01"].Proven || len(got["CH-01"].Tests) != 2 || got["CH-01"].Level != "M" {
		t.Errorf("CH-01: %+v", got["CH-01"])
	}
	if got["CH-02"].Proven || got["CH-03"].Proven {
		t.Errorf("CH-02 was only skipped and CH-03 failed: %+v", got)
	}
	if len(got) != 5 || got["CH-05"].Proven || got["CH-05"].Tests == nil {
		t.Errorf("not every row is there: %+v", got)
	}
	if !strings.Contains(said, "CH   1/5 proven") || !strings.Contains(said, "all 1/5 proven, 1/4 of the musts") {
		t.Errorf("said:\n%s", said)
	}
}

func TestA_subtest_that_fails_takes_back_its_parents_proof(t *testing.T) {
	t.Parallel()
	got, _ := verdictsOf(t, attr("TestA", "CH-01")+attr("TestA/sqlite", "CH-02")+attr("TestA/postgres", "CH-03")+
		ended("TestA/sqlite", "pass")+ended("TestA/postgres", "fail")+ended("TestA", "fail"))
	if got["CH-01"].Proven || !got["CH-02"].Proven || got["CH-03"].Proven {
		t.Errorf("got %+v", got)
	}
}

func TestA_test_that_only_holds_skipped_subtests_or_never_ended_proves_nothing(t *testing.T) {
	t.Parallel()
	got, _ := verdictsOf(t, attr("TestA", "CH-01")+ended("TestA/sqlite", "skip")+ended("TestA", "pass")+attr("TestB", "CH-02"))
	if got["CH-01"].Proven || got["CH-02"].Proven {
		t.Errorf("got %+v", got)
	}
}
