package web

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates keeps a limiter for each of the most recent keys. It holds two generations: when the young one is full it
// becomes the old one and the former old one is forgotten, so memory is bounded without a clean-up.
type rates struct {
	limit      rate.Limit
	burst, max int
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

func newRates(limit rate.Limit, memory int) *rates {
	return &rates{limit: limit, burst: max(1, int(min(float64(limit)*10, 1e6))), max: max(1, memory/2), young: map[string]*rate.Limiter{}}
}

// take counts one. It returns 0, or after how long there is room for one.
func (r *rates) take(key string, now time.Time) time.Duration {
	if r.limit == rate.Inf {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.young[key]
	if l == nil {
		if l = r.old[key]; l == nil {
			l = rate.NewLimiter(r.limit, r.burst)
		}
		if len(r.young) >= r.max {
			r.young, r.old = map[string]*rate.Limiter{}, r.young
		}
		r.young[key] = l
	}
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return time.Duration(math.Ceil(missing/float64(r.limit)*1000)) * time.Millisecond
}
