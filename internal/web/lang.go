package web

import (
	"net/http"
	"strings"
	"time"

	"lotsen/internal/kit/i18n"
)

// langOf is the person's choice, else this browser's choice, else what the browser prefers, else Swedish.
func (c *Ctx) langOf() i18n.Lang {
	if c.identity.Lang != "" {
		return c.identity.Lang
	}
	if v := c.cookie(langName); v != "" {
		return i18n.ParseLang(v)
	}
	for _, part := range strings.Split(c.r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		for _, lang := range i18n.Langs() {
			if base, _, _ := strings.Cut(strings.ToLower(tag), "-"); base == string(lang) {
				return lang
			}
		}
	}
	return i18n.Swedish
}

// SetLang keeps a language for this browser and uses it for the rest of the request.
func (c *Ctx) SetLang(lang i18n.Lang) {
	c.setCookie(langName, string(lang), 365*24*time.Hour)
	c.identity.Lang = lang
	c.T = c.rs.deps.Texts.Printer(lang)
}

// LangURL is the address of this page in another language: any page takes "lang" in its query.
func (c *Ctx) LangURL(lang i18n.Lang) string {
	u := *c.r.URL
	q := u.Query()
	q.Set("lang", string(lang))
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

// pickLang handles the address that LangURL made: it keeps the choice and leads back to the plain address.
func (c *Ctx) pickLang() (done bool, err error) {
	q := c.r.URL.Query()
	if c.r.Method != http.MethodGet || c.route.api || !q.Has("lang") {
		return false, nil
	}
	lang := i18n.ParseLang(q.Get("lang"))
	c.SetLang(lang)
	// Another site's link may choose for this browser, which harms nobody, but not for the person.
	if c.rs.deps.SaveLang != nil && !c.Actor().Anonymous() && c.r.Header.Get("Sec-Fetch-Site") != "cross-site" {
		if err := c.rs.deps.SaveLang(c.Context(), c.Actor(), lang); err != nil {
			return false, err
		}
	}
	q.Del("lang")
	u := *c.r.URL
	u.RawQuery = q.Encode()
	return true, c.Redirect(u.RequestURI())
}
