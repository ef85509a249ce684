package web

import (
	"io"
	"sync/atomic"

	"lotsen/internal/kit/errs"
)

// budget is room for bytes that all requests share. It is taken as bytes come in, not as they are announced, so that
// slow senders hold what they have sent and no more.
type budget struct {
	most int64
	used atomic.Int64
}

func (b *budget) take(n int64) bool {
	if b.used.Add(n) > b.most {
		b.used.Add(-n)
		return false
	}
	return true
}

// budgeted reads for a request at the expense of a budget; the request gives everything back when it ends.
type budgeted struct {
	io.Reader
	c  *Ctx
	of *budget
}

// Read implements io.Reader. Errors: Unavailable when all room is taken.
func (r budgeted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n > 0 && !r.c.claim(r.of, int64(n)) {
		return 0, errs.E(errs.Unavailable, "web.error.busy")
	}
	return n, err
}

// claim takes bytes of a budget until the request ends.
func (c *Ctx) claim(of *budget, n int64) bool {
	if !of.take(n) {
		return false
	}
	if last := len(c.claims) - 1; last >= 0 && c.claims[last].of == of {
		c.claims[last].n += n
		return true
	}
	c.claims = append(c.claims, claim{of, n})
	return true
}

// claim is what a request holds of a budget.
type claim struct {
	of *budget
	n  int64
}

func (c *Ctx) giveBack() {
	for _, claim := range c.claims {
		claim.of.used.Add(-claim.n)
	}
	c.claims = nil
}

// smallAnswer fits into what the operating system takes at once, whatever the reader does.
const smallAnswer = 8 << 10

// sending gives the request's place to the next one while an answer of that many bytes in memory is read by its client,
// who may be slow. When too many bytes are on their way already the place is kept, so that no more are made.
func (c *Ctx) sending(bytes int64) {
	if bytes > smallAnswer && c.inside != nil && c.claim(&c.rs.answers, bytes) {
		c.Settled()
	}
}
