package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"lotsen/internal/testkit/req"
	"lotsen/internal/tool/testrun"
)

func main() {
	record := flag.String("record", "build/test.json", "the record of a run, as `go test -json` writes it")
	out := flag.String("out", "build/requirements.json", "where the verdicts go")
	headings := flag.Bool("headings", false, "print the headings only")
	flag.Parse()
	if err := run(".", *record, *out, *headings, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root, record, out string, headings bool, w io.Writer) error {
	rows, err := req.Load(root)
	if err != nil {
		return err
	}
	f, err := os.Open(record)
	if err != nil {
		return fmt.Errorf("no record of a run of the tests: %w", err)
	}
	defer f.Close()
	tests, err := testrun.Read(f, nil)
	if err != nil {
		return err
	}
	verdicts := judge(rows, tests)
	if err := write(out, verdicts); err != nil {
		return err
	}
	report(w, rows, verdicts, headings)
	return nil
}

func write(file string, verdicts map[string]Verdict) error {
	text, err := json.MarshalIndent(verdicts, "", " ")
	if err != nil {
		return fmt.Errorf("write the verdicts: %w", err)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the verdicts: %w", err)
	}
	return nil
}
