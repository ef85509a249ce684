package clean_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"lotsen/internal/kit/clean"
	"lotsen/internal/testkit/shared"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		in    string
		limit int
		want  string
	}{
		"composes_letters":           {"A\u030ake Bjo\u0308rk", 0, "Åke Björk"},
		"drops_nul_and_controls":     {"a\x00b\x1bc", 0, "a b c"},
		"makes_one_line":             {"  two \r\n lines\t", 0, "two lines"},
		"replaces_broken_utf8":       {"a\xffb", 0, "a\uFFFDb"},
		"drops_hidden_letters":       {"pass\u200Bword\uFEFF", 0, "password"},
		"drops_turned_direction":     {"gpj.\u202Eexe", 0, "gpj.exe"},
		"counts_letters_not_bytes":   {"åäöåäö", 3, "åäö"},
		"leaves_no_blank_at_the_cut": {"ab cd", 3, "ab"},
		"keeps_emoji_together":       {"👩\u200d💻", 0, "👩\u200d💻"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := clean.Line(row.in, row.limit); got != row.want {
				t.Errorf("Line(%q, %d) = %q, want %q", row.in, row.limit, got, row.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	if got, want := clean.Text("\r\nHej \r\rdär\x00\u2028slut\t\n\n", 0), "Hej\n\ndär\nslut"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if got := clean.Text("åäö\nx", 4); got != "åäö" {
		t.Errorf("a cut text: got %q", got)
	}
}

func TestCleanIsStable(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(shared.Dir(t), "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var naughty []string
	if err := json.Unmarshal(raw, &naughty); err != nil {
		t.Fatal(err)
	}
	for _, s := range naughty {
		for _, got := range []string{clean.Line(s, 80), clean.Text(s, 80)} {
			if !utf8.ValidString(got) || strings.ContainsRune(got, 0) || !clean.Fits(got, 80) {
				t.Errorf("%q became %q", s, got)
			}
		}
		if once := clean.Line(s, 80); clean.Line(once, 80) != once {
			t.Errorf("Line twice changes %q", s)
		}
		if once := clean.Text(s, 80); clean.Text(once, 80) != once {
			t.Errorf("Text twice changes %q", s)
		}
	}
}
