package approval

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// fingerprint stands for exactly what a reader was shown to decide: the version of the approval, and the parts that are
// theirs to decide with the hash of each. A form and a link carry it; a decision counts for it alone.
func fingerprint(a *Approval, parts []Part) string {
	h := sha256.New()
	for i := range parts {
		if p := &parts[i]; p.Mine() {
			fmt.Fprintf(h, "%d %d %s %d\n", p.ID, p.Line, p.Hash, p.Ore)
		}
	}
	_, _ = io.WriteString(h, a.Title) // A hash never fails.
	return strconv.FormatInt(a.Version, 10) + "." + hex.EncodeToString(h.Sum(nil)[:16])
}

// same reports whether two fingerprints stand for the same parts: what happened to other parts meanwhile is no matter.
func same(a, b string) bool {
	_, x, okA := strings.Cut(a, ".")
	_, y, okB := strings.Cut(b, ".")
	return okA && okB && x == y
}

// versionIn is the version that a fingerprint was made in; 0 for no fingerprint.
func versionIn(seen string) int64 {
	v, _, _ := strings.Cut(seen, ".")
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Difference is what has become of one line since somebody looked.
type Difference struct {
	Line   int64
	Before *Part // Nil: it is new.
	Now    *Part // Nil: it was taken back.
}

// differences compares the lines of two moments: those that came, went, or say something else.
func differences(before, now []Part) []Difference {
	first := func(parts []Part) map[int64]*Part {
		out := map[int64]*Part{}
		for i := range parts {
			if out[parts[i].Line] == nil {
				out[parts[i].Line] = &parts[i]
			}
		}
		return out
	}
	was, is := first(before), first(now)
	var out []Difference
	for id, p := range was {
		if n := is[id]; n == nil || n.Hash != p.Hash {
			out = append(out, Difference{Line: id, Before: p, Now: n})
		}
	}
	for id, n := range is {
		if was[id] == nil {
			out = append(out, Difference{Line: id, Now: n})
		}
	}
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Compare(a.Line, b.Line) })
	return out
}
