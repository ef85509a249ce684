package directory

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lotsen/internal/kit/textindex"
)

// collators are kept for reuse: making one costs far more than using it, and each serves one caller at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Swedish, collate.IgnoreCase) }}

// SortKey returns bytes that order texts as a Swedish reader expects, the same on both databases.
func SortKey(s string) []byte {
	c, ok := collators.Get().(*collate.Collator)
	if !ok {
		// Cannot happen: the pool makes nothing else.
		panic("directory: foreign value among the collators")
	}
	defer collators.Put(c)
	var buf collate.Buffer
	return append([]byte(nil), c.KeyFromString(&buf, s)...)
}

// fold makes the form in which words are compared.
func fold(s string) string { return textindex.Fold(s) }
