package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// policyHeader allows what our own pages use and nothing else. Icons of the design system are data: images.
const policyHeader = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func (c *Ctx) securityHeaders() {
	h := c.w.Header()
	h.Set("Content-Security-Policy", policyHeader)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Request-Id", c.id)
	if c.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// whence finds the visitor's address and whether they came by https. Forwarded headers count only as far as listed
// proxies wrote them: from the right, up to the first address that is not a proxy of ours.
func (rs *Routes) whence(r *http.Request) (netip.Addr, bool) {
	secure := r.TLS != nil || rs.deps.Secure
	addr := parseAddr(r.RemoteAddr)
	if !addr.IsValid() || !rs.trusted(addr) {
		return addr, secure
	}
	if strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		secure = true
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := parseAddr(strings.TrimSpace(hops[i]))
		if !hop.IsValid() {
			break
		}
		addr = hop
		if !rs.trusted(hop) {
			break
		}
	}
	return addr, secure
}

func parseAddr(s string) netip.Addr {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	addr, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}
