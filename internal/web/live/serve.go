package live

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxTopics bounds what one page listens to.
const maxTopics = 10

// Register adds the stream's route.
func (h *Hub) Register(rs *web.Routes) {
	rs.Handle("GET /live", web.SignedIn(), h.Serve, web.Stream())
}

// Serve answers GET /live?topic=ticket:100042&mark=17. A topic that does not exist and one that is not for this reader
// are answered alike.
func (h *Hub) Serve(c *web.Ctx) error {
	s := &stream{
		topics: slices.Compact(slices.Sorted(slices.Values(c.Queries("topic")))), person: c.Actor().Person,
		poke: make(chan struct{}, 1), all: make(chan struct{}, 1),
	}
	if len(s.topics) == 0 || len(s.topics) > maxTopics {
		return errs.Missing()
	}
	if may, err := h.may(c.Context(), c.Actor(), s.topics); err != nil {
		return err
	} else if !may {
		return errs.Missing()
	}
	mark, _ := strconv.ParseInt(c.Query("mark"), 10, 64) // Without a mark the page looks once more than needed.
	if !h.enter(s) {
		return errs.E(errs.Unavailable, "web.error.busy")
	}
	defer h.leave(s)
	// Only now, with the stream among the listeners: what comes in while we ask is not missed.
	if newer, err := h.newer(c.Context(), s.topics, mark); err != nil {
		return err
	} else if newer {
		wake(s.poke)
	}
	c.Settled()
	h.stream(c, s)
	return nil
}

// stream writes until the reader leaves, is shown out, or the server stops.
func (h *Hub) stream(c *web.Ctx, s *stream) {
	out := newWriter(c.Writer())
	back := retry + rand.N(retry)
	if !out.write(fmt.Sprintf("retry: %d\n: open\n\n", back.Milliseconds())) {
		return
	}
	beat, check := time.NewTicker(beatEach), time.NewTicker(h.deps.Check) //nolint:forbidigo // The connection's time.
	next := time.NewTimer(0)                                              //nolint:forbidigo // See above.
	defer beat.Stop()
	defer check.Stop()
	defer next.Stop()
	<-next.C
	gone := c.Request().Context().Done()
	owed, last := false, time.Time{}
	plan := func(chance time.Duration) {
		if owed {
			return
		}
		owed = true
		next.Reset(max(time.Until(last.Add(gap)), 0) + chance) //nolint:forbidigo // See above.
	}
	for {
		line := ""
		select {
		case <-gone:
			return
		case <-h.closing:
			return
		case <-s.poke:
			plan(0)
		case <-s.all:
			plan(rand.N(spread))
		case <-next.C:
			// Content is needed for the browser to fire, and says nothing.
			owed, last, line = false, time.Now(), "data: look\n\n" //nolint:forbidigo // See above.
		case <-beat.C:
			line = ": beat\n\n"
		case <-check.C:
			if !h.still(c, s) {
				return
			}
		}
		if line != "" && !out.write(line) {
			return
		}
		if strings.HasPrefix(line, "data") {
			h.told(s)
		}
	}
}

// told measures how long a poke took to reach its reader.
func (h *Hub) told(s *stream) {
	if since := s.since.Swap(0); since != 0 && h.deps.Told != nil {
		h.deps.Told(time.Since(time.Unix(0, since))) //nolint:forbidigo // The connection's time.
	}
}

// still asks again whether the reader is logged in and may listen. A database that does not answer is no reason to
// show anybody out: pokes carry nothing.
func (h *Hub) still(c *web.Ctx, s *stream) bool {
	ctx, cancel := context.WithTimeout(c.Request().Context(), h.deps.Check)
	defer cancel()
	by, err := c.Recheck(ctx)
	if err != nil {
		return !errs.Is(err, errs.Unauthenticated)
	}
	if by.Anonymous() {
		return false
	}
	may, err := h.may(ctx, by, s.topics)
	if may && h.deps.Still != nil {
		err = h.deps.Still(ctx, by, s.topics)
	}
	if err != nil && ctx.Err() == nil {
		h.deps.Log.LogAttrs(ctx, slog.LevelWarn, "open page not checked", slog.Any("err", err))
	}
	return may || err != nil
}

func (h *Hub) may(ctx context.Context, by authz.Actor, topics []string) (bool, error) {
	for _, topic := range topics {
		kind, id, _ := strings.Cut(topic, ":")
		right := h.deps.Topics[kind]
		if right == nil {
			return false, nil
		}
		if may, err := right(ctx, by, id); err != nil || !may {
			return false, err
		}
	}
	return true, nil
}

func (h *Hub) newer(ctx context.Context, topics []string, mark int64) (bool, error) {
	if h.deps.Newer == nil {
		return false, nil
	}
	for _, topic := range topics {
		if newer, err := h.deps.Newer(ctx, topic, mark); err != nil || newer {
			return newer, err
		}
	}
	return false, nil
}

// writer sends lines at once, each within a time limit of its own.
type writer struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

func newWriter(w http.ResponseWriter) writer {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold lines back.
	rc := http.NewResponseController(w)
	_ = rc.SetReadDeadline(time.Time{}) // The server's limit is for requests that end; a recorder has none.
	return writer{w, rc}
}

func (o writer) write(s string) bool {
	_ = o.rc.SetWriteDeadline(time.Now().Add(patience)) //nolint:forbidigo // The connection's time; a recorder has none.
	if _, err := io.WriteString(o.w, s); err != nil {
		return false
	}
	return o.rc.Flush() == nil
}
