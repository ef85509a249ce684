package textindex_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"lotsen/internal/kit/textindex"
)

func TestSortKey_orders_as_swedish_readers_expect(t *testing.T) {
	t.Parallel()
	want := "Vera Wim Zeta Åke Ärla Östen"
	names := strings.Fields("Östen Zeta Ärla Wim Åke Vera")
	slices.SortFunc(names, func(a, b string) int { return bytes.Compare(textindex.SortKey(a), textindex.SortKey(b)) })
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSortKey_is_the_same_from_many_goroutines(t *testing.T) {
	t.Parallel()
	want := textindex.SortKey("Åsa Öhman")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				textindex.SortKey("Zeta")
				if !bytes.Equal(textindex.SortKey("Åsa Öhman"), want) {
					t.Error("another key")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestFold_keeps_swedish_letters_and_spaces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" ÅSA  Öhman-Müller ": "åsa öhman-muller",
		"A\u030asa":           "åsa",
		"IDÉ\u00a0Straße":     "ide strasse",
		"":                    "",
	} {
		if got := textindex.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}
