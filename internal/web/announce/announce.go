package announce

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"lotsen/internal/desk/announce"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// HeaderKey carries the key where an address would end in a log.
const HeaderKey = "Reader-Key"

// Deps is what the addresses work with.
type Deps struct {
	Announce *announce.Service
	Texts    *i18n.Catalogue
	Guard    *hook.Guard
}

type pages struct{ Deps }

// Mount registers the addresses.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	open := web.Public("a telephone exchange reads with a key of its own what its callers hear")
	rs.Handle("GET /announce/{line}", open, p.say, web.API())
	rs.Handle("POST /announce/{line}/callback", web.Public("a telephone exchange signs what it says"), p.callback, web.API())
}

// key is the exchange that asks, when it may ask about the line.
func (p *pages) key(c *web.Ctx, lineKey string) (announce.Key, error) {
	secret := c.Request().Header.Get(HeaderKey)
	if secret == "" {
		secret = c.Query("key")
	}
	k, err := p.Announce.Open(c.Context(), announce.Phone, secret)
	if err == nil && k.Line != "" && k.Line != lineKey {
		err = errs.Missing()
	}
	return k, err
}

// say answers with what whoever comes by the line is told now.
func (p *pages) say(c *web.Ctx) error {
	name, text := strings.CutSuffix(c.Param("line"), ".txt")
	k, err := p.key(c, name)
	if err != nil {
		return err
	}
	said, err := p.Announce.Announce(c.Context(), k.Org, k.Desk, name)
	if err != nil {
		return err
	}
	lang := i18n.Swedish
	if c.Query("lang") != "" {
		lang = i18n.ParseLang(c.Query("lang"))
	}
	t := p.Texts.Printer(lang)
	if text {
		return answer(c, "text/plain; charset=utf-8", []byte(strings.Join(Words(t, lang, &said), "\n")+"\n"))
	}
	raw, err := json.Marshal(bodyOf(t, lang, &said))
	if err != nil {
		return err
	}
	return answer(c, "application/json; charset=utf-8", append(raw, '\n'))
}

// answer may be told again for some seconds: an exchange asks for every call.
func answer(c *web.Ctx, media string, body []byte) error {
	h := c.Writer().Header()
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	h.Set("ETag", etag)
	h.Set("Cache-Control", "private, max-age=5")
	h.Set("Referrer-Policy", "no-referrer")
	for _, known := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == etag {
			c.Writer().WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	h.Set("Content-Type", media)
	c.Writer().WriteHeader(http.StatusOK)
	_, _ = c.Writer().Write(body) // A reader that went away is nobody's fault.
	return nil
}
