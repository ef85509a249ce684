package directory

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/kit/sqldb"
)

// maxWord bounds a word in letters: longer input finds nothing more.
const maxWord = 60

// wordsOf returns the folded words by which a person is found, each once.
func wordsOf(p Person) []string {
	var words []string
	for _, part := range strings.Fields(fold(p.Given + " " + p.Family)) {
		words = append(words, part)
		// "Anna-Lena" is also found as Lena, "O'Neill" as Neill.
		for i, r := range part {
			if (r == '-' || r == '\'' || r == '’') && i+1 < len(part) {
				words = append(words, strings.TrimLeft(part[i:], "-'’"))
			}
		}
	}
	words = append(words, fold(p.Email), fold(p.Login), phoneDigits(p.Phone), phoneDigits(p.Mobile))
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	for i, w := range words {
		words[i] = shorten(w)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// searchWords splits what somebody typed into words to find by: at most six, those beyond do not narrow.
func searchWords(q string) []string {
	if d := phoneDigits(q); looksLikePhone(q) && len(d) >= 3 {
		return []string{shorten(d)}
	}
	var words []string
	for _, part := range strings.FieldsFunc(fold(q), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\t' }) {
		if d := phoneDigits(part); looksLikePhone(part) && len(d) >= 3 {
			part = d
		}
		if part = shorten(strings.Trim(part, "-'’<>()\"")); part != "" && !slices.Contains(words, part) {
			words = append(words, part)
		}
	}
	return words[:min(len(words), 6)]
}

// phoneDigits writes a number as it is dialled within Sweden: 0701234567 for +46 70-123 45 67.
func phoneDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	d := b.String()
	switch {
	case strings.HasPrefix(strings.TrimSpace(s), "+46"):
		d = d[2:]
	case strings.HasPrefix(d, "0046"):
		d = d[4:]
	case strings.HasPrefix(d, "46") && len(d) >= 10:
		// Exchanges announce callers without the plus.
		d = d[2:]
	default:
		return d
	}
	// "+46 (0)70" carries the zero twice.
	return "0" + strings.TrimPrefix(d, "0")
}

func looksLikePhone(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789 +-()/.\u2011\u2013", r) }) < 0
}

func shorten(w string) string {
	n := 0
	for i := range w {
		if n == maxWord {
			return w[:i]
		}
		n++
	}
	return w
}

// storeWords makes the stored words of a person fit: only what differs is written.
func storeWords(ctx context.Context, tx *sqldb.Tx, before, after Person) error {
	var old []string
	if before.ID != 0 {
		old = wordsOf(before)
	}
	now := wordsOf(after)
	for _, w := range old {
		if !slices.Contains(now, w) {
			if _, err := tx.Exec(ctx, deleteWord, int64(after.Org), w, int64(after.ID)); err != nil {
				return err
			}
		}
	}
	for _, w := range now {
		if !slices.Contains(old, w) {
			if _, err := tx.Exec(ctx, insertWord, int64(after.Org), w, int64(after.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}
