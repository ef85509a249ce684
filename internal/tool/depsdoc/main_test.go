package main

import (
	"strings"
	"testing"
)

const mod = `module lotsen

require example.org/single v1.0.0

require (
	example.org/direct v1.2.3
	example.org/other v0.1.0 // indirect
	example.org/lint v1.0.0 // indirect
)

tool (
	example.org/direct/cmd/x
	example.org/lint/cmd/lint
)
`

func TestDirect_modules_are_those_without_the_mark_and_those_of_tools(t *testing.T) {
	t.Parallel()
	if got := strings.Join(goDirect(mod), " "); got != "example.org/single example.org/direct example.org/lint" {
		t.Fatalf("got %q", got)
	}
}

func TestA_missing_an_outlived_and_an_empty_row_are_told(t *testing.T) {
	t.Parallel()
	doc := "## Go modules\n\n| module | licence | reason | way out |\n|---|---|---|---|\n" +
		"| example.org/direct | MIT |  | none |\n| example.org/gone | MIT | was useful | none |\n\n## npm packages\n| package |\n| x | MIT | a | b |\n"
	got := strings.Join(compare(goDirect(mod), rows(doc, "Go modules"), "go.mod"), "\n")
	for _, want := range []string{"example.org/single is in go.mod", "example.org/direct: its row needs", "example.org/gone has a row"} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "x has a row") {
		t.Errorf("read past its heading:\n%s", got)
	}
}

func TestThe_document_agrees_with_what_is_required(t *testing.T) {
	t.Parallel()
	complaints, err := check("../../../go.mod", "../../../package.json", "../../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range complaints {
		t.Error(c)
	}
}
