package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Flash is a sentence that the next page shows once.
type Flash struct {
	Key     string   `json:"k"`
	Args    []string `json:"a,omitempty"`
	Warning bool     `json:"w,omitempty"`
}

// Flash tells the reader, on the page they come to next, that something went well. Args are pairs of name and value.
func (c *Ctx) Flash(key string, args ...any) {
	c.added = append(c.added, Flash{Key: key, Args: c.plain(args)})
}

// FlashWarning is Flash for something that the reader should mind.
func (c *Ctx) FlashWarning(key string, args ...any) {
	c.added = append(c.added, Flash{Key: key, Args: c.plain(args), Warning: true})
}

// plain writes the arguments as the reader's language does, because they travel as text.
func (c *Ctx) plain(args []any) []string {
	out := make([]string, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case time.Time:
			out[i] = c.T.DateTime(v)
		case string:
			out[i] = v
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

// Text is the sentence in the reader's language.
func (c *Ctx) flashText(f Flash) string {
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
	}
	return c.T.T(f.Key, args...)
}

// FlashView is a flash ready to show.
type FlashView struct {
	Text    string
	Warning bool
}

// Flashes returns what the page before left to be said, and takes it from the browser. The page shows it outside its
// live regions. Flashes added during this request are included: a page that is rendered at once shows them itself.
func (c *Ctx) Flashes() []FlashView {
	if c.flashes == nil {
		c.flashes = c.takeFlashes()
	}
	var out []FlashView
	for _, f := range append(c.flashes, c.added...) {
		out = append(out, FlashView{c.flashText(f), f.Warning})
	}
	return out
}

func (c *Ctx) takeFlashes() []Flash {
	raw := c.cookie(flashName)
	if raw == "" {
		return nil
	}
	c.setCookie(flashName, "", -1)
	payload, ok := c.rs.unsign(raw)
	if !ok {
		return nil
	}
	var out []Flash
	if json.Unmarshal(payload, &out) != nil {
		return nil // Only an older version of ours can have signed something else.
	}
	return out
}

// keepFlashes sends what was added along with a redirect.
func (c *Ctx) keepFlashes() {
	if len(c.added) == 0 {
		return
	}
	raw, err := json.Marshal(c.added)
	if err != nil || len(raw) > 2500 {
		return // Strings always marshal; a cookie that long would be refused by the browser.
	}
	c.setCookie(flashName, c.rs.sign(raw), time.Minute)
}

func (rs *Routes) sign(payload []byte) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString(payload) + "." + enc.EncodeToString(rs.mac(payload))
}

func (rs *Routes) unsign(s string) ([]byte, bool) {
	body, sum, ok := strings.Cut(s, ".")
	if !ok {
		return nil, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return nil, false
	}
	given, err := base64.RawURLEncoding.DecodeString(sum)
	return payload, err == nil && hmac.Equal(given, rs.mac(payload))
}

func (rs *Routes) mac(payload []byte) []byte {
	h := hmac.New(sha256.New, rs.deps.Secret)
	h.Write(payload)
	return h.Sum(nil)
}
