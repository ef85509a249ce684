package wording_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/notify/wording"
)

var fields = []string{"name", "title", "words"}

func TestA_text_is_filled_with_its_fields_and_conditions(t *testing.T) {
	t.Parallel()
	text, wrong := wording.Parse("Hej[[if name]] {name}[[end]]!\n\n[[if words]]Vi skriver:\n\n{words}[[else]]Inget.[[end]]\n\n[[if not title]]Utan titel.[[end]]\n\nHej då", fields)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	show := func(values map[string]string) string {
		var out []string
		for _, p := range text.Paragraphs(values) {
			var b strings.Builder
			for _, piece := range p {
				b.WriteString(piece.Text)
			}
			out = append(out, b.String())
		}
		return strings.Join(out, "|")
	}
	if got, want := show(map[string]string{"name": "Anna", "words": "Ett.\n\nTvå.", "title": "x"}), "Hej Anna!|Vi skriver:|Ett.\n\nTvå.|Hej då"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := show(nil), "Hej!|Inget.|Utan titel.|Hej då"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestA_value_is_never_read_as_a_field_or_a_condition(t *testing.T) {
	t.Parallel()
	text, _ := wording.Parse("{title}", fields)
	const evil = "{name} [[if name]]x[[end]]"
	if got := text.Plain(map[string]string{"title": evil, "name": "hemligt"}); got != evil {
		t.Errorf("the value became %q", got)
	}
	if got := text.Line(map[string]string{"title": "a\r\nBcc: b"}); strings.ContainsAny(got, "\r\n") {
		t.Errorf("a subject of two lines: %q", got)
	}
}

func TestWhat_is_wrong_is_named_by_its_line(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hej {nam}":                            "1 wording.error.field {nam}",
		"a\nb\n[[if words]]\nc":                "3 wording.error.unclosed words",
		"a\n[[end]]":                           "2 wording.error.mark [[end]]",
		"a\n\n[[loop words]]x[[end]]":          "3 wording.error.mark [[loop words]]",
		"[[if hidden]]x[[end]]":                "1 wording.error.field hidden",
		"a {name":                              "1 wording.error.brace {name",
		"a\n[[if name":                         "2 wording.error.mark [[if name",
		"[[if name]]a[[else]]b[[else]][[end]]": "1 wording.error.mark [[else]]",
	} {
		_, wrong := wording.Parse(text, fields)
		if len(wrong) == 0 {
			t.Errorf("%q: nothing wrong", text)
			continue
		}
		if got := fmt.Sprintf("%d %s %s", wrong[0].Line, wrong[0].Key, wrong[0].What); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Hej {name} [[if words]]x[[else]]y[[end]]")
	f.Fuzz(func(_ *testing.T, s string) {
		text, _ := wording.Parse(s, fields)
		text.Paragraphs(map[string]string{"name": s})
	})
}
