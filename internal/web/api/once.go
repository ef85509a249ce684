package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/web"
)

// OnceHeader is the header by which a client marks requests that are the same.
const OnceHeader = "Idempotency-Key"

const maxKey = 200

// kept is an answer as the store keeps it.
type kept struct {
	Header http.Header `json:"h"`
	Body   string      `json:"b"`
}

// runOnce runs a POST, or answers as it did the last time for the same key, from the same person, to the same address,
// with the same content. The same key with other content is a conflict.
func (a *adapter) runOnce(c *web.Ctx, o *huma.Operation, run func(context.Context, *web.Ctx) (*recorder, error)) error {
	key := c.Request().Header.Get(OnceHeader)
	if key == "" || a.once == nil {
		w, err := run(c.Context(), c)
		if err != nil {
			return err
		}
		w.send(c)
		return nil
	}
	if len(key) > maxKey {
		return errs.E(errs.Invalid, "api.error.key", "max", maxKey)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, c.Request().Body, o.MaxBodyBytes))
	if err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return tooLarge(o.MaxBodyBytes)
		}
		return fmt.Errorf("read request: %w", err)
	}
	c.Request().Body = io.NopCloser(bytes.NewReader(body))
	sum := sha256.Sum256(body)
	name := once.Key{
		Owner: "api:" + strconv.FormatInt(c.Actor().Person, 10), Key: c.Request().URL.Path + " " + key, Digest: hex.EncodeToString(sum[:]),
	}
	ans, again, err := a.once.Run(c.Request().Context(), name, func(ctx context.Context) (once.Answer, error) {
		w, err := run(ctx, c)
		if err != nil {
			return once.Answer{}, err
		}
		raw, err := json.Marshal(kept{Header: w.header, Body: w.body.String()})
		return once.Answer{Status: w.status, Body: string(raw)}, err
	})
	if err != nil {
		return err
	}
	w := &recorder{}
	if ans.Status == once.Settled {
		w, err = a.settled(c, o, ans.Body)
	} else if w, err = recall(ans); err == nil && again {
		err = a.maySee(c, w) // What was theirs to see then may not be now.
	}
	if err != nil {
		return err
	}
	if again {
		w.header.Set("Idempotent-Replay", "true")
	}
	w.send(c)
	return nil
}

// recall makes the kept answer ready to be sent again.
func recall(ans once.Answer) (*recorder, error) {
	var k kept
	if err := json.Unmarshal([]byte(ans.Body), &k); err != nil {
		return nil, fmt.Errorf("kept answer: %w", err)
	}
	w := &recorder{header: k.Header, status: ans.Status}
	w.body.WriteString(k.Body)
	return w, nil
}

func tooLarge(limit int64) error {
	return errs.E(errs.TooLarge, "api.error.too_large", "max", limit>>20)
}
