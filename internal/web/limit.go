package web

import (
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lotsen/internal/kit/errs"
)

// takeOff counts a request among those in flight, or says that there are too many.
func (rs *Routes) takeOff() bool {
	select {
	case rs.flights <- struct{}{}:
		return true
	default:
		return false
	}
}

func (rs *Routes) land() { <-rs.flights }

// withinRate lets reads pass and counts changes by token, person or address.
func (rs *Routes) withinRate(c *Ctx) error {
	switch c.r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	who, key := rs.byIP, networkOf(c.address)
	if person := c.Actor().Person; person != 0 {
		who, key = rs.persons, strconv.FormatInt(person, 10)
		if c.route.api && bearer(c.r) != "" {
			who = rs.clients
		}
	}
	if !who.allow(key, c.begun) {
		return errs.E(errs.Limited, "web.error.limited")
	}
	return nil
}

// networkOf is the address, or for IPv6 the /64 that one household or school owns.
func networkOf(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

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

func (r *rates) allow(key string, now time.Time) bool {
	if r.limit == rate.Inf {
		return true
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
	return l.AllowN(now, 1)
}
