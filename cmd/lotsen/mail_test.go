package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

const letter = "From: Anna <anna@storstad.example>\r\nTo: it@storstad.example\r\nSubject: Skrivaren\r\nMessage-ID: <1@storstad.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nDen är trasig.\r\n"

// receive pipes a mail into the command and returns its exit code, what it printed and what it said.
func receive(t *testing.T, mail string, args ...string) (int, string, string) {
	t.Helper()
	var out, said strings.Builder
	code := run(t.Context(), append([]string{"mail", "receive"}, args...), &world{in: strings.NewReader(mail), out: &out, err: &said})
	return code, out.String(), said.String()
}

func TestMailReceive(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	serve(t, "--db", dsn)
	code, out, said := receive(t, letter, "--db", dsn)
	if code != 0 || strings.Count(out, "\n") != 1 {
		t.Fatalf("want one line, got exit %d, %q, %s", code, out, said)
	}
	var got struct {
		Outcome, Ticket string
		Entry           int64
		Attachments     int
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Outcome != "created" || !strings.HasPrefix(got.Ticket, "L-") || got.Entry == 0 || got.Attachments != 0 {
		t.Errorf("want a new case told in JSON, got %s, %v", out, err)
	}
	if _, again, _ := receive(t, letter, "--db", dsn); again != out {
		t.Errorf("the same mail again: want %s, got %s", out, again)
	}
	if code, _, said := receive(t, letter, "--db", dsn, "--mailbox", "nobody@storstad.example"); code != exitNoUser {
		t.Errorf("an unknown mailbox: want exit %d, got %d, %s", exitNoUser, code, said)
	}
	if code, _, _ := receive(t, letter+strings.Repeat("x", 31<<20), "--db", dsn); code != exitData {
		t.Errorf("too large: want exit %d, got %d", exitData, code)
	}
	must(t, "check", "--db", dsn)
}

func TestMailIsKeptByTheServerWhenSomethingCanBeMended(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"database_gone":      {"--db", "postgres://nobody@127.0.0.1:1/none"},
		"folder_unwritable":  {"--db", "sqlite:/proc/none/lotsen.db"},
		"slip_in_the_config": {"--db", "mysql://x"},
	} {
		t.Run(name, func(t *testing.T) {
			if code, out, said := receive(t, letter, args...); code != exitLater || out != "" || said == "" {
				t.Errorf("want exit 75 and a word of why, got %d, %q, %q", code, out, said)
			}
		})
	}
}
