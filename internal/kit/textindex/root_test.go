package textindex_test

import (
	"strings"
	"testing"

	"lotsen/internal/kit/textindex"
)

func TestRoot_brings_the_forms_of_everyday_words_together(t *testing.T) {
	t.Parallel()
	for _, forms := range []string{
		"lösenord lösenordet lösenorden lösenords lösenordets",
		"dator datorn datorer datorerna datorns",
		"skola skolan skolor skolorna skolans",
		"server servern servrar servrarna",
		"nyckel nyckeln nycklar nycklarna",
		"ärende ärendet ärenden ärendena ärendets",
		"skrivare skrivaren skrivarna skrivarens",
		"telefon telefonen telefoner telefonerna",
		"möte mötet möten mötena",
		"fönster fönstret fönstren",
		"elev eleven elever eleverna elevernas",
		"konto kontot konton kontona kontots",
		"behörighet behörigheten behörigheter behörigheterna",
		"beställning beställningen beställningar",
		"nätverk nätverket nätverken",
		"licens licensen licenser",
		"program programmet programmen",
		"artikel artikeln artiklar artiklarna",
		"kabel kabeln kablar",
		"meddelande meddelandet meddelanden meddelandena",
		"surfplatta surfplattan surfplattor surfplattorna",
		"rum rummet rummen",
		"filter filtret",
		"kollega kollegan kollegor",
	} {
		words := strings.Fields(forms)
		for _, w := range words[1:] {
			if a, b := textindex.Root(words[0]), textindex.Root(w); a != b {
				t.Errorf("%s gives %q, %s gives %q", words[0], a, w, b)
			}
		}
	}
}

func TestRoot_keeps_different_words_apart(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"internet", "intern"},
		{"medel", "med"},
		{"skärm", "skrivare"},
		{"elev", "el"},
		{"nät", "natt"},
		{"hotell", "hot"},
		{"paket", "pak"},
	} {
		if a, b := textindex.Root(pair[0]), textindex.Root(pair[1]); a == b {
			t.Errorf("%s and %s are both %q", pair[0], pair[1], a)
		}
	}
}
