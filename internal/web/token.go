package web

import (
	"time"
)

// HandToken gives the browser something that only it knows, for a way of several pages that needs no login. It is a cookie,
// so that it stands in no address, no log and no history. Name begins with "lotsen_".
func (c *Ctx) HandToken(name, token string, lives time.Duration) { c.setCookie(name, token, lives) }

// HeldToken is what HandToken gave; "" for none.
func (c *Ctx) HeldToken(name string) string { return c.cookie(name) }

// DropToken takes it back.
func (c *Ctx) DropToken(name string) { c.setCookie(name, "", -1) }
