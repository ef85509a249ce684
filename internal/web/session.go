package web

import (
	"context"
	"net/http"
	"strings"
	"time"
)

const (
	sessionName = "lotsen_session"
	langName    = "lotsen_lang"
	flashName   = "lotsen_flash"
)

// SignIn hands the browser a session and makes the rest of the request act as its person.
func (c *Ctx) SignIn(token string, ends time.Time) error {
	c.setCookie(sessionName, token, ends.Sub(c.begun))
	if c.rs.deps.Identify == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), c.work())
	defer cancel()
	id, err := c.rs.deps.Identify(ctx, token)
	if err != nil {
		return err
	}
	c.become(id)
	return nil
}

// SignOut takes the session from the browser. Ending the session itself is the login's business.
func (c *Ctx) SignOut() {
	c.clearSessionCookie()
	c.become(Identity{})
}

// SessionToken is the cookie that the browser sent, for ending that session; "" without one.
func (c *Ctx) SessionToken() string { return c.sessionCookie() }

// mustChangeFirst holds a person with a password that somebody else knows to the page where it is changed.
func (c *Ctx) mustChangeFirst() bool {
	to := c.rs.deps.ChangePath
	return c.identity.MustChange && to != "" && c.route.policy.kind != policyPublic && c.r.URL.Path != to
}

func (c *Ctx) sessionCookie() string { return c.cookie(sessionName) }

func (c *Ctx) clearSessionCookie() { c.setCookie(sessionName, "", -1) }

// cookieName carries the __Host- prefix by https: a neighbouring host cannot then plant a cookie of that name.
func (c *Ctx) cookieName(name string) string {
	if c.secure {
		return "__Host-" + name
	}
	return name
}

func (c *Ctx) cookie(name string) string {
	k, err := c.r.Cookie(c.cookieName(name))
	if err != nil {
		return ""
	}
	return k.Value
}

func (c *Ctx) setCookie(name, value string, lives time.Duration) {
	age := int(lives / time.Second)
	if lives < 0 {
		age = -1
	}
	http.SetCookie(c.w, &http.Cookie{
		Name: c.cookieName(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
	})
}

func bearer(r *http.Request) string {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
