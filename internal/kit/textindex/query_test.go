package textindex_test

import (
	"reflect"
	"testing"

	"lotsen/internal/kit/textindex"
)

func TestQuery_reads_a_question(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       []textindex.Term
	}{
		{"a_word_by_root_or_beginning", "Skrivaren", []textindex.Term{{Exact: "skriv", Prefix: "skrivaren"}}},
		{"a_number_by_beginning", "1000", []textindex.Term{{Prefix: "1000"}}},
		{"a_reference_as_one_thing", "l-100042", []textindex.Term{{Prefix: "l100042"}}},
		{"an_address_as_one_thing", "anna@skola.se", []textindex.Term{{Prefix: "anna@skola.se"}}},
		{"a_word_once", "vpn VPN", []textindex.Term{{Exact: "vpn", Prefix: "vpn"}}},
		{"small_words_are_weak", "hur byter jag", []textindex.Term{{"hur", "hur", true}, {"byt", "byter", false}, {"jag", "jag", true}}},
		{"punctuation_alone_as_it_stands", "  -- ", []textindex.Term{{Prefix: "--"}}},
		{"nothing_gives_nothing", " \u200b", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := textindex.Query(c.text); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestA_rendered_question_is_quoted_and_leaves_small_words_out(t *testing.T) {
	t.Parallel()
	terms := textindex.Query("hur byter jag 12")
	if got, want := textindex.FTS5(terms), "(\"\ue000byt\" OR \"byter\"*) AND \"12\"*"; got != want {
		t.Errorf("FTS5: %q, want %q", got, want)
	}
	if got, want := textindex.TSQuery(terms), "('\ue000byt' | 'byter':*) & '12':*"; got != want {
		t.Errorf("TSQuery: %q, want %q", got, want)
	}
	if got := textindex.FTS5(textindex.Query("och")); got == "" {
		t.Error("a small word alone cannot be looked for")
	}
	if textindex.FTS5(nil) != "" || textindex.TSQuery(nil) != "" {
		t.Error("no terms have to give an empty string")
	}
}
