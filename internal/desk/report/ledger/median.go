package ledger

import "math/bits"

// buckets is how many buckets durations fall into; bucket 0 is "none".
const buckets = 256

// bucket is the bucket of a duration: 1 for what is negative, then eight for each doubling. A longer duration never has
// a lower bucket.
func bucket(seconds int64) uint8 {
	switch {
	case seconds < 0:
		return 1
	case seconds < 8:
		return uint8(seconds) + 2
	}
	n := bits.Len64(uint64(seconds))
	at := (n-3)*8 + int(seconds>>(n-4)&7) + 2
	return uint8(min(at, buckets-1)) //nolint:gosec // Bounded just here.
}

// histogram is how many durations are in each bucket.
type histogram [buckets]uint32

// target says in which two buckets the middle of n durations lies, which places they have there, and how many durations
// the two buckets hold.
type target struct {
	n      int64
	lo, hi uint8
	before int64 // Durations below bucket lo.
	size   int64 // In both.
}

func (h *histogram) target() target {
	t := target{}
	for _, c := range h {
		t.n += int64(c)
	}
	if t.n == 0 {
		return t
	}
	low, high, sum := (t.n-1)/2, t.n/2, int64(0)
	for b := range h {
		next := sum + int64(h[b])
		if sum <= low && low < next {
			t.lo, t.before = uint8(b), sum //nolint:gosec // A bucket.
		}
		if sum <= high && high < next {
			t.hi = uint8(b) //nolint:gosec // A bucket.
		}
		sum = next
	}
	t.size = int64(h[t.lo])
	if t.hi != t.lo {
		t.size += int64(h[t.hi])
	}
	return t
}

func (t *target) wants(b uint8) bool { return b == t.lo || b == t.hi }

// middle are the two middle durations, given all that lie in the target's buckets.
func (t *target) middle(in []int64) [2]int64 {
	if t.n == 0 {
		return [2]int64{}
	}
	low, high := (t.n-1)/2-t.before, t.n/2-t.before
	// What lies between two buckets that are not neighbours is empty, so that places go on from one to the other.
	return [2]int64{nth(in, int(low)), nth(in, int(high))}
}

// nth is the value that would stand at place k if values were sorted. It moves them.
func nth(values []int64, k int) int64 {
	lo, hi := 0, len(values)-1
	for lo < hi {
		// The middle one of three, so that sorted values are no worst case.
		a, b, c := values[lo], values[lo+(hi-lo)/2], values[hi]
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := lo, hi
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return values[k]
		}
	}
	return values[k]
}
