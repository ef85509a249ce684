package announce

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// wish is a caller's wish, as the exchange tells of it.
type wish struct {
	Number string     `json:"number"`
	About  string     `json:"about"`
	At     *time.Time `json:"at"`
}

// maxWish is how long a call may be, in bytes.
const maxWish = 4096

// callback takes a caller's wish to be called back. It is signed with the key's own secret and taken once.
func (p *pages) callback(c *web.Ctx) error {
	k, err := p.key(c, c.Param("line"))
	if err != nil {
		return err
	}
	// The line must be there, whatever the key is for.
	if _, err := p.Announce.Announce(c.Context(), k.Org, k.Desk, c.Param("line")); err != nil {
		return err
	}
	from := hook.Source{Name: "reader:" + strconv.FormatInt(int64(k.ID), 10), Secrets: [][]byte{p.Announce.Signing(k.ID)}, MaxBody: maxWish}
	return p.Guard.Take(c, from, func(ctx context.Context, call hook.Call) error {
		var w wish
		dec := json.NewDecoder(bytes.NewReader(call.Body))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&w); err != nil {
			return errs.E(errs.Invalid, "error.invalid").Because(err)
		}
		in := announce.Wish{Number: w.Number, About: w.About}
		if w.At != nil {
			in.At = *w.At
		}
		_, err := p.Announce.AskCallBy(ctx, k, in)
		return err
	})
}
