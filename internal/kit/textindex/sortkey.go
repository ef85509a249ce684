package textindex

import (
	"bytes"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators are kept because building one costs much more than a key, and one cannot be shared between goroutines.
var collators = sync.Pool{New: func() any { return &collator{c: collate.New(language.Swedish)} }}

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

// SortKey gives bytes that sort as Swedish readers expect (… z å ä ö), the same on both engines. Keys may change with a new version
// of the collation data: what is stored has to be rebuilt then.
func SortKey(s string) []byte {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	c.buf.Reset()
	return bytes.Clone(c.c.KeyFromString(&c.buf, s))
}
