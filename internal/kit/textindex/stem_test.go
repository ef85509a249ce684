package textindex_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/kit/textindex"
	"lotsen/internal/testkit/shared"
)

func TestStem_agrees_with_todays_snowball_throughout(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(shared.Dir(t), "snowball-sv", "sample.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	words := 0
	for in := bufio.NewScanner(f); in.Scan(); {
		cells := strings.Split(in.Text(), "\t")
		if len(cells) < 2 || cells[0] == "word" {
			continue
		}
		words++
		if got := textindex.Stem(cells[0]); got != cells[1] {
			t.Errorf("Stem(%q) = %q, want %q", cells[0], got, cells[1])
		}
	}
	if words < 3000 {
		t.Fatalf("only %d words were compared", words)
	}
}

func TestStem_leaves_short_and_foreign_words_alone(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "e", "en", "s", "å", "она", "日", "100042"} {
		if got := textindex.Stem(word); got != word {
			t.Errorf("Stem(%q) = %q", word, got)
		}
	}
}
