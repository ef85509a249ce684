package textindex_test

import (
	"strings"
	"testing"

	"lotsen/internal/kit/textindex"
)

var ticketText = strings.Repeat("Hej! Skrivaren i korridoren på plan 2 (L-100042) svarar inte sedan i morse, och lösenordet till kontot "+
	"anna.berg@skola.se har gått ut. Flera elever och lärare väntar. Café-datorn går bra. ", 4)

func BenchmarkDocument(b *testing.B) {
	b.SetBytes(int64(len(ticketText)))
	for b.Loop() {
		textindex.Document(ticketText)
	}
}

func BenchmarkQuery(b *testing.B) {
	for b.Loop() {
		textindex.FTS5(textindex.Query("hur byter jag lösenordet till kontot"))
	}
}

func BenchmarkSnippet(b *testing.B) {
	terms := textindex.Query("lösenord konto")
	for b.Loop() {
		textindex.Snippet(ticketText, terms, 160)
	}
}

func BenchmarkStem(b *testing.B) {
	for b.Loop() {
		textindex.Stem("beställningarna")
	}
}

func BenchmarkSortKey(b *testing.B) {
	for b.Loop() {
		textindex.SortKey("Åsa Öhman-Müller")
	}
}
