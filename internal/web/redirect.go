package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Redirect answers 303 to an address on this server. Any other address is a programmer's mistake, because addresses
// from outside go through Local first.
func (c *Ctx) Redirect(path string) error {
	if !IsLocal(path) {
		return fmt.Errorf("redirect leaves this server: %q", path)
	}
	c.redirect = path
	c.keepFlashes()
	c.w.Header().Set("Cache-Control", "no-store")
	c.w.Header().Set("Location", path)
	c.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// Local returns path if it is an address on this server, else instead: for "next" and its like.
func Local(path, instead string) string {
	if IsLocal(path) {
		return path
	}
	return instead
}

// IsLocal reports whether a browser that follows path stays on this server.
func IsLocal(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\") {
		return false
	}
	for _, r := range path {
		if r < 0x20 || r == 0x7f {
			return false
		}
	}
	u, err := url.Parse(path)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil
}
