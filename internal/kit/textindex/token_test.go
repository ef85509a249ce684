package textindex_test

import (
	"strings"
	"testing"

	"lotsen/internal/kit/textindex"
)

func texts(tokens []textindex.Token) string {
	var out []string
	for _, t := range tokens {
		out = append(out, t.Text)
	}
	return strings.Join(out, " ")
}

func TestTokens_of_a_text(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"swedish_letters_stay", "ÅSA Öhman ärende", "åsa öhman ärende"},
		{"decomposed_letters_are_the_same", "A\u030asa O\u0308hman", "åsa öhman"},
		{"other_accents_go", "Café Müller naïve Łódź ŠKODA", "cafe muller naive lodz skoda"},
		{"danish_letters_become_swedish", "Sørensen Ærø", "sörensen ärö"},
		{"wide_and_fancy_letters_are_letters", "ＡＢＣ 𝕋𝕙𝕖 ﬁn x²", "abc the fin x2"},
		{"a_hyphen_joins_no_words", "it-avdelningen och/eller", "it avdelningen och eller"},
		{"a_reference_is_whole_and_parts", "L-100042", "l100042 l 100042"},
		{"an_address_is_whole_and_parts", "Anna.Berg@skola.se.", "anna.berg@skola.se berg@skola.se skola.se anna berg skola se"},
		{"a_date_is_whole_and_parts", "2026-11-22", "2026-11-22 11-22 2026 11 22"},
		{"characters_without_spaces_stand_alone", "日本語ab", "日 本 語 ab"},
		{"symbols_stand_alone", "hej😍👩🏽 10€", "hej 😍 👩 🏽 10 €"},
		{"zalgo_is_read_without_its_ornaments", "t\u0316\u0317o\u0334\u0335", "to"},
		{"devanagari_keeps_its_vowels", "हिन्दी", "हिन्दी"},
		{"arabic_points_do_not_matter", "مُحَمَّد", "محمد"},
		{"a_soft_hyphen_is_not_there", "lösen\u00adord", "lösenord"},
		{"a_zero_width_space_is_a_space", "ett\u200btvå", "ett två"},
		{"punctuation_alone_is_a_run", "a -- b %", "a -- b %"},
		{"nothing_visible_gives_nothing", " \t\u00a0\u200b\ufeff\u3000", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := texts(textindex.Tokens(c.text)); got != c.want {
				t.Errorf("%q gives %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestTokens_are_bounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", 5000)
	for _, text := range []string{long, strings.Repeat("ß", 5000), strings.Repeat("a1.", 5000), strings.Repeat("?", 5000), strings.Repeat("क्", 5000)} {
		for _, tok := range textindex.Tokens(text) {
			if n := len([]rune(tok.Text)); n > 64 {
				t.Errorf("a token of %d characters from %q…", n, text[:6])
			}
		}
	}
	if n := len(textindex.Document(strings.Repeat("ord", 3) + manyWords(200_000))); n > 600_000 {
		t.Errorf("a document of %d bytes", n)
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteByte(' ')
		for ; i > 0; i /= 26 {
			b.WriteByte(byte('a' + i%26))
		}
	}
	return b.String()
}

// FuzzTokens holds for any bytes whatever: spans lie in the text on character borders, and a document is safe to hand to both engines.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Anna.Berg@skola.se", "A\u030a\u0301x", "\xff\xfea", "日本\u3099", "a\u200db", "L-100042", "--", "\ue001x\ue000", "'\"\\:*&|"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { holds(t, text) })
}

func holds(t *testing.T, text string) {
	t.Helper()
	for _, tok := range textindex.Tokens(text) {
		if tok.Start < 0 || tok.End > len(text) || tok.Start >= tok.End || tok.Text == "" {
			t.Errorf("%q: token %+v", text, tok)
		}
	}
	for _, r := range textindex.Document(text) {
		if r != ' ' && r < 0x80 && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			t.Errorf("%q: a document with %q in it", text, r)
		}
	}
	terms := textindex.Query(text)
	if len(terms) == 0 && len(textindex.Tokens(text)) > 0 {
		t.Errorf("%q has tokens and cannot be asked for", text)
	}
	end := -1
	for _, s := range textindex.Highlight(text, terms) {
		if s.Start <= end || s.Start >= s.End || s.End > len(text) {
			t.Errorf("%q: spans overlap or lie outside: %+v", text, s)
		}
		end = s.End
	}
	if len(terms) > 0 && end < 0 {
		t.Errorf("%q does not hit itself", text)
	}
	excerpt, spans := textindex.Snippet(text, terms, 20)
	for _, s := range spans {
		if s.Start < 0 || s.End > len(excerpt) || s.Start >= s.End {
			t.Errorf("%q: a span outside its excerpt %q: %+v", text, excerpt, s)
		}
	}
}
