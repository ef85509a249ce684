package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"lotsen/internal/kit/once"
)

// FormKeyName is the hidden field that makes a form work once: a second POST with the same key and the same content
// is answered like the first, without doing anything.
const FormKeyName = "form_key"

// FormKey is the value of that field. Without parts it is random: for pages that are not live. A live page must not
// change by itself, so there it is made of what the page shows, for example the ticket and its version. On a form that
// is shown again it is the key that came.
func (c *Ctx) FormKey(parts ...any) string {
	if c.form != nil {
		if key := c.form.Get(FormKeyName); key != "" {
			return key
		}
	}
	if len(parts) == 0 {
		return rand.Text()
	}
	sum := c.rs.mac([]byte(c.Actor().Session + "\x00" + fmt.Sprintln(parts...)))
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// once runs a handler, or answers as it did the last time for the same key. Only a redirect is an answer worth
// keeping: after anything else the person may try again.
func (c *Ctx) once(h Handler) error {
	store := c.rs.deps.Once
	if store == nil || c.r.Method != http.MethodPost || c.route.api || c.Actor().Person == 0 {
		return h(c)
	}
	f, err := c.Form()
	if err != nil || f.Get(FormKeyName) == "" {
		return h(c) // The handler meets the same error and knows its page.
	}
	key := once.Key{Owner: "person:" + strconv.FormatInt(c.Actor().Person, 10), Key: c.r.URL.Path + " " + f.digest()}
	ans, again, err := store.Run(c.r.Context(), key, func(ctx context.Context) (once.Answer, error) {
		c.r = c.r.WithContext(ctx)
		c.renewDeadline()
		if err := h(c); err != nil {
			return once.Answer{}, err
		}
		if c.redirect == "" {
			return once.Answer{}, nil
		}
		raw, err := json.Marshal(kept{c.redirect, c.added})
		return once.Answer{Status: http.StatusSeeOther, Body: string(raw)}, err
	})
	if err != nil || !again {
		return err
	}
	if ans.Status == once.Settled {
		c.Flash("web.once.done")
		return c.Redirect(Local(refererPath(c.r), "/"))
	}
	var k kept
	if err := json.Unmarshal([]byte(ans.Body), &k); err != nil {
		return fmt.Errorf("kept answer: %w", err)
	}
	c.added = k.Flashes
	return c.Redirect(k.Location)
}

// kept is the answer of a form that went well.
type kept struct {
	Location string  `json:"l"`
	Flashes  []Flash `json:"f,omitempty"`
}

// digest names the key together with the content: a form changed after "back" is a new one.
func (f *Form) digest() string {
	h := sha256.New()
	for _, name := range f.Names() {
		for _, v := range f.values[name] {
			fmt.Fprintf(h, "%q=%q\n", name, v)
		}
	}
	for _, file := range f.files {
		fmt.Fprintf(h, "%q %q %d\n", file.Field, file.Name, file.Size)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
