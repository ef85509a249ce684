package search

import (
	"slices"
	"sync"

	"lotsen/internal/kit/sqldb"
)

// maxLearnt bounds the words remembered: some 5 MB. Beyond it remembering starts anew.
const maxLearnt = 60_000

// learnt remembers which words the index knows already, so that a ticket does not write the same everyday words again:
// telling the database what it knows was a tenth of the cost of a new ticket. It is nothing but a shortcut; a node that
// has just started knows none. Whoever empties the index pokes everybody, and then it is forgotten.
type learnt struct {
	mu    sync.RWMutex
	words map[string]struct{}
}

// unknown returns those of the words that are not remembered. A nil receiver remembers nothing.
func (l *learnt) unknown(words []string) []string {
	if l == nil {
		return words
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.DeleteFunc(words, func(w string) bool {
		_, known := l.words[w]
		return known
	})
}

// add remembers words that are on disk.
func (l *learnt) add(words []string) {
	if l == nil || len(words) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.words == nil || len(l.words)+len(words) > maxLearnt {
		l.words = make(map[string]struct{}, len(words))
	}
	for _, w := range words {
		l.words[w] = struct{}{}
	}
}

// poked forgets when anything may have happened to the index.
func (l *learnt) poked(topics []string) {
	if !slices.Contains(topics, sqldb.PokeAll) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words = nil
}
