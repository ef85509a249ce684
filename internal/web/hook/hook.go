package hook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/signed"
	"lotsen/internal/web"
)

// maxBody is the longest call that is taken when a source says nothing else.
const maxBody = 1 << 20

// perSecond and burst bound the calls of one source; what is refused may come again.
const (
	perSecond = 20
	burst     = 200
)

// Source is a system that may call.
type Source struct {
	Name    string   // Names it among all: its calls are remembered under it.
	Secrets [][]byte // Those good at present. Without one nothing is taken.
	MaxBody int64    // Bytes; 0 is 1 MB.
}

// Guard lets genuine calls through, once each.
type Guard struct {
	once  *once.Store
	mu    sync.Mutex
	rates map[string]*rate.Limiter
}

// New returns a guard that remembers calls in a store.
func New(store *once.Store) *Guard { return &Guard{once: store, rates: map[string]*rate.Limiter{}} }

// Call is a genuine call.
type Call struct {
	ID   string
	Body []byte
}

// Take checks the request against its source and hands the call to work, unless it was taken before. Whoever takes it
// settles it in the transaction of the work by the context that work is given (once.Settle). Errors: Unauthenticated
// for a call that is not genuine, Limited, TooLarge, Conflict when an id comes again with other content.
func (g *Guard) Take(c *web.Ctx, from Source, work func(ctx context.Context, call Call) error) error {
	if !g.limiter(from.Name).AllowN(c.Now(), 1) {
		return errs.E(errs.Limited, "web.error.limited", "seconds", 1)
	}
	most := from.MaxBody
	if most == 0 {
		most = maxBody
	}
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, most+1))
	if err != nil {
		return fmt.Errorf("read call: %w", err)
	}
	if int64(len(body)) > most {
		return errs.E(errs.TooLarge, "hook.error.too_large")
	}
	h := c.Request().Header
	call := signed.Call{ID: h.Get(signed.HeaderID), Time: h.Get(signed.HeaderTime), Signature: h.Get(signed.HeaderSignature)}
	if err := call.Verify(c.Now(), body, from.Secrets...); err != nil {
		return errs.E(errs.Unauthenticated, "hook.error.signature").Because(err)
	}
	digest := sha256.Sum256(body)
	key := once.Key{Owner: "hook:" + from.Name, Key: call.ID, Digest: hex.EncodeToString(digest[:])}
	_, _, err = g.once.Run(c.Context(), key, func(ctx context.Context) (once.Answer, error) {
		return once.Answer{Status: http.StatusNoContent}, work(ctx, Call{ID: call.ID, Body: body})
	})
	if err != nil {
		return err
	}
	c.Writer().WriteHeader(http.StatusNoContent)
	return nil
}

// limiter is the source's own; there are as many as there are sources, because a name is only used once its source is
// known.
func (g *Guard) limiter(name string) *rate.Limiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.rates[name]
	if l == nil {
		l = rate.NewLimiter(perSecond, burst)
		g.rates[name] = l
	}
	return l
}
