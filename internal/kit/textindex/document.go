package textindex

import "strings"

// Bounds of one document. PostgreSQL takes at most a megabyte.
const (
	maxTokens = 50_000
	maxBytes  = 600_000
)

// Document makes the indexed form of one or several texts: each token once, and beside each word its root with a mark before it,
// so that a root never passes for a word.
func Document(texts ...string) string {
	var b strings.Builder
	seen := map[string]struct{}{}
	add := func(token string) bool {
		if _, ok := seen[token]; ok || len(seen) >= maxTokens || b.Len()+len(token) >= maxBytes {
			return false
		}
		seen[token] = struct{}{}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(token)
		return true
	}
	for _, text := range texts {
		for _, t := range Tokens(text) {
			if added := add(encode(t.Text)); added && t.Kind == Word {
				add(rootToken(Root(t.Text)))
			}
		}
	}
	return b.String()
}

func rootToken(root string) string { return string(stemMark) + encode(root) }

// encode moves ASCII punctuation, which means something to both engines, into a private range. The beginning of a token stays
// the beginning of its encoded form.
func encode(token string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r > 0x7f:
			return r
		}
		return privateFirst + r
	}, token)
}
