package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/logx"
	"lotsen/internal/kit/trace"
)

// ServeHTTP implements http.Handler: everything that is the same for each request, in the order in which it happens.
func (rs *Routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := rs.newCtx(w, r)
	defer rs.finish(c)
	defer rs.recover(c)
	c.securityHeaders()
	if len(r.RequestURI) > rs.limits.URL {
		c.fail(errs.E(errs.TooLarge, "web.error.url_too_long"))
		return
	}
	_, pattern := rs.mux.Handler(r)
	if pattern == "" {
		rs.unmatched(c)
		return
	}
	ctx := logx.WithRequest(context.WithValue(r.Context(), ctxMark{}, c), c.id)
	ctx, c.span = rs.deps.Tracer.Start(ctx, "request", trace.Server, rs.traceOf(r))
	c.r = r.WithContext(ctx)
	rs.mux.ServeHTTP(c.w, c.r)
}

// run is called by the mux once it knows the route.
func (rs *Routes) run(c *Ctx, rt *route) {
	c.route = rt
	if err := rs.answer(c, rt); err != nil {
		c.fail(err)
	}
}

func (rs *Routes) answer(c *Ctx, rt *route) error {
	if err := rs.origin.Check(c.r); err != nil {
		return errs.E(errs.Forbidden, "web.error.cross_origin").Because(err)
	}
	if rt.exempt && rt.policy.kind == policyPublic {
		return rt.handler(c) // Health and assets ask the database nothing.
	}
	if err := c.takeOff((*gate).enter); err != nil {
		return err
	}
	defer c.Settled()
	extendFor(c.w, c.work())
	if err := c.identify(); err != nil {
		return err
	}
	if err := rs.withinRate(c); err != nil {
		return err
	}
	if done, err := c.pickLang(); done || err != nil {
		return err
	}
	if err := rt.policy.check(c.identity.Actor); err != nil {
		return err
	}
	if c.mustChangeFirst() {
		if rt.api {
			return errs.E(errs.Forbidden, "web.error.must_change")
		}
		return c.Redirect(rs.deps.ChangePath)
	}
	if err := c.receive(); err != nil {
		return err
	}
	return c.once(c.notBehind(rt.handler))
}

// unmatched answers 404 and 405 as the mux would, with a page of ours.
func (rs *Routes) unmatched(c *Ctx) {
	c.route = &route{pattern: "none", api: isAPI(c.r.URL.Path)}
	probe := &headerOnly{header: http.Header{}}
	h, _ := rs.mux.Handler(c.r)
	h.ServeHTTP(probe, c.r)
	if allow := probe.header.Get("Allow"); allow != "" {
		c.w.Header().Set("Allow", allow)
		c.failAs(http.StatusMethodNotAllowed, errs.E(errs.Invalid, "web.error.method"))
		return
	}
	if err := c.identify(); err != nil && errs.KindOf(err) != errs.Unauthenticated {
		c.fail(err)
		return
	}
	c.fail(errs.Missing())
}

// recover turns a panic into an error that is logged with its stack.
func (rs *Routes) recover(c *Ctx) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // The value is compared as net/http does.
		panic(v)
	}
	c.fail(fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
}

// finish logs and counts the request and removes what was uploaded for it.
func (rs *Routes) finish(c *Ctx) {
	if c.cancel != nil {
		c.cancel()
	}
	if c.form != nil {
		c.form.discard()
	}
	if c.spooled != nil {
		_ = c.spooled.Close() // It has no name any more.
	}
	c.giveBack()
	pattern := "none"
	if c.route != nil {
		pattern = c.route.pattern
	}
	took := rs.deps.Clock.Now().Sub(c.begun)
	rs.deps.Metrics.request(c.r.Method, pattern, c.w.code(), took)
	if c.span != nil {
		c.traced(pattern)
	}
	rs.deps.Log.LogAttrs(c.r.Context(), levelFor(c.w.code()), "request", attrs(c, pattern, took)...)
}

// traceOf is the trace that a request belongs to already. Where there are proxies only they say so: strangers must not
// decide what is recorded.
func (rs *Routes) traceOf(r *http.Request) string {
	if len(rs.deps.Proxies) > 0 && !rs.trusted(parseAddr(r.RemoteAddr)) {
		return ""
	}
	return r.Header.Get("Traceparent")
}

// traced ends the request's span. It tells the route's pattern, never the address: that may name somebody.
func (c *Ctx) traced(pattern string) {
	c.span.Name(pattern)
	c.span.Set(trace.Attr{Key: "http.request.method", Value: knownMethod(c.r.Method)}, trace.Attr{Key: "http.route", Value: pattern},
		trace.Attr{Key: "http.response.status_code", Value: c.w.code()}, trace.Attr{Key: "lotsen.request", Value: c.id})
	c.span.End(c.w.code() >= http.StatusInternalServerError)
}

func isAPI(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/hook/") || strings.HasPrefix(path, "/scim/") || strings.HasPrefix(path, "/tmf-api/")
}

func pathEscape(s string) string { return url.PathEscape(s) }

// headerOnly takes an answer's headers and drops the rest.
type headerOnly struct{ header http.Header }

func (h *headerOnly) Header() http.Header         { return h.header }
func (h *headerOnly) Write(b []byte) (int, error) { return len(b), nil }
func (h *headerOnly) WriteHeader(int)             {}
