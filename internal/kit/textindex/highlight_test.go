package textindex_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lotsen/internal/kit/textindex"
)

func marked(text string, spans []textindex.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "[" + text[s.Start:s.End] + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestHighlight_marks_hits_in_the_original_text(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, question, want string }{
		{"inflected_forms", "Lösenordet gick ut, nytt lösenord?", "lösenorden", "[Lösenordet] gick ut, nytt [lösenord]?"},
		{"the_beginning_of_a_word", "Skrivarkön i Ekdal", "skriv", "[Skrivarkön] i Ekdal"},
		{"case_and_accents", "CAFÉ cafe", "Café", "[CAFÉ] [cafe]"},
		{"decomposed_text", "A\u030asa ringde", "åsa", "[A\u030asa] ringde"},
		{"a_reference", "se L-100042.", "l-100042", "se [L-100042]."},
		{"small_words_are_not_marked", "jag och skrivaren", "jag skrivare", "jag och [skrivaren]"},
		{"one_letter_only_where_it_stands_alone", "I ett hus", "i", "[I] ett hus"},
		{"no_question", "text", "", "text"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := marked(c.text, textindex.Highlight(c.text, textindex.Query(c.question))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSnippet_shows_where_the_hits_are(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("utfyllnad hit och dit ", 40)
	text := filler + "där står\n\nskrivaren i korridoren " + filler
	got, spans := textindex.Snippet(text, textindex.Query("skrivare korridor"), 80)
	want := "[skrivaren] i [korridoren]"
	if m := marked(got, spans); !strings.Contains(m, want) || !strings.HasPrefix(m, "… ") || !strings.HasSuffix(m, " …") {
		t.Errorf("got %q", m)
	}
	if n := utf8.RuneCountInString(got); n > 90 {
		t.Errorf("%d characters", n)
	}
	if got, spans := textindex.Snippet("kort  text", textindex.Query("text"), 80); marked(got, spans) != "kort [text]" {
		t.Errorf("got %q", marked(got, spans))
	}
	if got, _ := textindex.Snippet(text, textindex.Query("saknas"), 40); !strings.HasPrefix(got, "utfyllnad hit") {
		t.Errorf("without hits: %q", got)
	}
}
