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
	if of == &c.rs.memory {
		c.claimed[0] += n
	} else {
		c.claimed[1] += n
	}
	return true
}

func (c *Ctx) giveBack() {
	c.rs.memory.used.Add(-c.claimed[0])
	c.rs.disk.used.Add(-c.claimed[1])
	c.claimed = [2]int64{}
}
