package jobs

import (
	"encoding/binary"
	"hash/fnv"
	"time"

	"lotsen/internal/kit/clock"
)

const (
	firstBackoff = 10 * time.Second
	maxBackoff   = time.Hour
)

// backoff tells how long to wait after a failed attempt: doubling, at most an hour, spread by up to a quarter so that
// what failed together does not come back together. The spread comes from the job and the instant, so that a test with
// a given clock sees the same every time.
func backoff(id ID, attempt int, now time.Time) time.Duration {
	wait := maxBackoff
	if attempt < 20 {
		wait = min(firstBackoff<<(attempt-1), maxBackoff)
	}
	var seed [24]byte
	binary.LittleEndian.PutUint64(seed[0:], uint64(id))                 //nolint:gosec // Any bits will do.
	binary.LittleEndian.PutUint64(seed[8:], uint64(attempt))            //nolint:gosec // Any bits will do.
	binary.LittleEndian.PutUint64(seed[16:], uint64(clock.Micros(now))) //nolint:gosec // Any bits will do.
	h := fnv.New64a()
	_, _ = h.Write(seed[:]) // A hash never fails.
	spread := time.Duration(h.Sum64() % uint64(wait/4))
	return (wait + spread).Truncate(time.Microsecond)
}
