package directory

import "lotsen/internal/kit/textindex"

// SortKey returns bytes that order texts as a Swedish reader expects, the same on both databases.
func SortKey(s string) []byte { return textindex.SortKey(s) }

// fold makes the form in which words are compared.
func fold(s string) string { return textindex.Fold(s) }
