package bridge

import (
	"fmt"
	"io"
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"lotsen/internal/desk/bridge"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxBody is the longest call that is read, in bytes. Teams' own limit is 100 kB.
const maxBody = 256 << 10

// perSecond and burst bound the calls of one bridge, and together those to addresses that are none.
const (
	perSecond = 50
	burst     = 500
)

// most bounds how many addresses are told apart: addresses that are none share one.
const most = 1000

type hooks struct {
	bridge *bridge.Service
	mu     sync.Mutex
	rates  map[string]*rate.Limiter
}

// Mount registers the address.
func Mount(rs *web.Routes, s *bridge.Service) {
	h := &hooks{bridge: s, rates: map[string]*rate.Limiter{}}
	rs.Handle("POST /hook/teams/{key}", web.Public("a call of the Bot Connector is believed by its signed token"), h.teams, web.API(), web.ForeignToken())
}

func (h *hooks) teams(c *web.Ctx) error {
	key := c.Param("key")
	if !h.limiter(key).AllowN(c.Now(), 1) {
		return errs.E(errs.Limited, "web.error.limited", "seconds", 1)
	}
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, maxBody+1))
	if err != nil {
		return fmt.Errorf("read call: %w", err)
	}
	if len(body) > maxBody {
		return errs.E(errs.TooLarge, "hook.error.too_large")
	}
	if err := h.bridge.Receive(c.Context(), bridge.Teams, key, c.Request().Header.Get("Authorization"), body); err != nil {
		return err
	}
	c.Writer().WriteHeader(http.StatusOK)
	return nil
}

// limiter is the address's own, and one for all when there are too many.
func (h *hooks) limiter(key string) *rate.Limiter {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rates[key] == nil && len(h.rates) >= most {
		key = ""
	}
	l := h.rates[key]
	if l == nil {
		l = rate.NewLimiter(perSecond, burst)
		h.rates[key] = l
	}
	return l
}
