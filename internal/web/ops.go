package web

import (
	"context"
	"crypto/subtle"
	"net/http"

	"lotsen/internal/kit/errs"
)

// Operations is what those who run the service look at.
type Operations struct {
	// Ready returns nil when the database answers and has the newest schema.
	Ready func(ctx context.Context) error
	// Token opens /metrics to other machines; without one only this machine may look.
	Token string
}

// Operate registers /healthz (the process lives), /readyz (it can work) and /metrics.
func (rs *Routes) Operate(o Operations) {
	rs.Handle("GET /healthz", Public("load balancers ask; it tells nothing"), func(c *Ctx) error {
		return c.Text(http.StatusOK, "ok\n")
	}, Light())
	rs.Handle("GET /readyz", Public("load balancers ask; it tells nothing"), func(c *Ctx) error {
		if o.Ready != nil {
			if err := o.Ready(c.Context()); err != nil {
				return errs.E(errs.Unavailable, "web.error.unavailable").Because(err)
			}
		}
		return c.Text(http.StatusOK, "ready\n")
	}, Light())
	if rs.deps.Metrics == nil {
		return
	}
	rs.Handle("GET /metrics", Public("this machine, or with the token for metrics"), func(c *Ctx) error {
		if !c.fromHere() && !sameToken(o.Token, bearer(c.r)) {
			return errs.Missing()
		}
		rs.deps.Metrics.handler().ServeHTTP(c.w, c.r)
		return nil
	}, Light())
}

// fromHere reports whether the request comes from this machine and was not passed on by a proxy on it.
func (c *Ctx) fromHere() bool {
	direct := parseAddr(c.r.RemoteAddr)
	for _, mark := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via"} {
		if c.r.Header.Get(mark) != "" {
			return false
		}
	}
	return direct.IsLoopback()
}

func sameToken(want, got string) bool {
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}
