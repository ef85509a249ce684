package hook

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/time/rate"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/signed"
	"lotsen/internal/web"
)

// Rush bounds the genuine calls of a source that may come in a rush: an alarm that is refused is lost.
const (
	rushPerSecond = 400
	rushBurst     = 4000
)

// Work does what a call asks for and returns the JSON that answers it.
type Work func(ctx context.Context, call Call) (answer string, err error)

// TakeSigned is Take for a source that comes in a rush and is told something back. Only genuine calls count towards its
// rate, so that nobody else can use it up; what is too much is told to come back (503), because few senders know 429.
func (g *Guard) TakeSigned(c *web.Ctx, from Source, work Work) error {
	body, err := bodyOf(c, from)
	if err != nil {
		return err
	}
	h := c.Request().Header
	call := signed.Call{ID: h.Get(signed.HeaderID), Time: h.Get(signed.HeaderTime), Signature: h.Get(signed.HeaderSignature)}
	if err := call.Verify(c.Now(), body, from.Secrets...); err != nil {
		return errs.E(errs.Unauthenticated, "hook.error.signature").Because(err)
	}
	if err := g.rush(c, from); err != nil {
		return err
	}
	digest := sha256.Sum256(body)
	key := once.Key{Owner: "hook:" + from.Name, Key: call.ID, Digest: hex.EncodeToString(digest[:])}
	ans, _, err := g.once.Run(c.Context(), key, func(ctx context.Context) (once.Answer, error) {
		text, err := work(ctx, Call{ID: call.ID, Body: body})
		return once.Answer{Status: http.StatusOK, Body: text}, err
	})
	if err != nil {
		return err
	}
	return tell(c, ans.Body)
}

// TakeToken takes a call of a source that cannot sign: its secret comes along as a bearer token, or as the password of
// basic authentication, and only by https or from this machine. Such a call can come twice; its work must not mind.
func (g *Guard) TakeToken(c *web.Ctx, from Source, tokens []string, work Work) error {
	if !c.Secure() && !local(c.Address()) {
		return errs.E(errs.Forbidden, "hook.error.insecure")
	}
	given := token(c.Request())
	good := false
	for _, t := range tokens {
		// Digests are compared, so that not even the length is told by the time it takes.
		a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(t))
		good = subtle.ConstantTimeCompare(a[:], b[:]) == 1 && given != "" || good
	}
	if !good {
		return errs.E(errs.Unauthenticated, "hook.error.signature")
	}
	body, err := bodyOf(c, from)
	if err != nil {
		return err
	}
	if err := g.rush(c, from); err != nil {
		return err
	}
	text, err := work(c.Context(), Call{Body: body})
	if err != nil {
		return err
	}
	return tell(c, text)
}

// local reports whether a call comes from this machine; one without an address came by no network.
func local(a netip.Addr) bool { return !a.IsValid() || a.Unmap().IsLoopback() }

func token(r *http.Request) string {
	if _, password, ok := r.BasicAuth(); ok {
		return password
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}

func bodyOf(c *web.Ctx, from Source) ([]byte, error) {
	most := from.MaxBody
	if most == 0 {
		most = maxBody
	}
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("read call: %w", err)
	}
	if int64(len(body)) > most {
		return nil, errs.E(errs.TooLarge, "hook.error.too_large")
	}
	return body, nil
}

// rush counts a genuine call.
func (g *Guard) rush(c *web.Ctx, from Source) error {
	g.mu.Lock()
	l := g.rates["rush:"+from.Name]
	if l == nil {
		l = rate.NewLimiter(rushPerSecond, rushBurst)
		g.rates["rush:"+from.Name] = l
	}
	g.mu.Unlock()
	if !l.AllowN(c.Now(), 1) {
		return errs.E(errs.Unavailable, "web.error.unavailable")
	}
	return nil
}

func tell(c *web.Ctx, body string) error {
	h := c.Writer().Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	c.Writer().WriteHeader(http.StatusOK)
	_, _ = c.Writer().Write([]byte(body)) // A sender that went away is nobody's fault.
	return nil
}
