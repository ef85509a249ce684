package paths

import (
	"net/url"
	"strings"
)

// Ref is anything that people know by a word in the address: a ticket's id prints as L-100042.
type Ref interface{ String() string }

// Word is a Ref that is a plain word already.
type Word string

// String implements Ref.
func (w Word) String() string { return string(w) }

// With adds a query made of pairs of name and value; pairs with an empty value are left out.
func With(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Add(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + q.Encode()
}

func join(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}
