package web

import (
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"time"

	"lotsen/internal/kit/errs"
)

// limiter is one of the rates, with how often it said no.
type limiter struct {
	*rates
	name string
	no   atomic.Int64
}

// limiters count each request towards one key: the person's, the token's, or for those not logged in the address's. A
// school of thousands has one address, so whoever is known is never counted by it.
type limiters struct{ changes, reads, token, address limiter }

func newLimiters(l Limits) *limiters {
	return &limiters{
		changes: limiter{rates: newRates(l.Person, l.RateMemory), name: "person"},
		reads:   limiter{rates: newRates(l.Reads, l.RateMemory), name: "person_reads"},
		token:   limiter{rates: newRates(l.API, l.RateMemory), name: "token"},
		address: limiter{rates: newRates(l.Address, l.RateMemory), name: "address"},
	}
}

func (l *limiters) all() []*limiter { return []*limiter{&l.changes, &l.reads, &l.token, &l.address} }

// withinRate counts the request. Errors: Limited, with the wait in "seconds".
func (rs *Routes) withinRate(c *Ctx) error {
	who, key := &rs.rates.address, networkOf(c.address)
	if a := c.Actor(); a.Person != 0 {
		key = strconv.FormatInt(a.Person, 10)
		switch {
		case c.token() != "":
			who, key = &rs.rates.token, a.Session
		case changes(c.r):
			who = &rs.rates.changes
		default:
			who = &rs.rates.reads
		}
	}
	return who.count(key, c.begun)
}

func (l *limiter) count(key string, now time.Time) error {
	wait := l.take(key, now)
	if wait == 0 {
		return nil
	}
	l.no.Add(1)
	return errs.E(errs.Limited, "web.error.limited", "seconds", int((wait+time.Second-1)/time.Second))
}

// changes reports whether a request is one that may change something.
func changes(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	}
	return true
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
