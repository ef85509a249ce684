package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"lotsen/internal/kit/sqldb"
)

// AgeHeader tells how many seconds old an answer's data may be, when it came from a replica.
const AgeHeader = "Lotsen-Data-Age"

// ageSaid is the age from which a page tells it in words. Below it nobody can see the difference.
const ageSaid = 2 * time.Second

// readAs makes the request read, and count its writes, as the person behind it.
func (c *Ctx) readAs(id Identity) {
	if c.rs.deps.Reading == nil || id.Actor.Person == 0 {
		return
	}
	c.reading = c.rs.deps.Reading("person:"+strconv.FormatInt(id.Actor.Person, 10), c.route.mayLag && isRead(c.r))
	c.r = c.r.WithContext(sqldb.WithReading(c.r.Context(), c.reading))
	c.renewDeadline()
	c.w.before = c.tellAge
}

// tellAge sets the header, when the first byte is sent.
func (c *Ctx) tellAge(h http.Header) {
	if age, lagging := c.reading.Age(); lagging {
		h.Set(AgeHeader, strconv.Itoa(seconds(age)))
	}
}

// DataAge is how old the page's data may be in whole seconds; 0 when it is too young to be worth saying.
func (c *Ctx) DataAge() int {
	if age, _ := c.reading.Age(); age >= ageSaid {
		return seconds(age)
	}
	return 0
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// errBehind asks for a page to be made again on the primary.
var errBehind = errors.New("web: the page misses what its viewers were told of")

// UpToDate returns an error, which a handler passes on, when a live page may miss what its topics were poked about: it
// would stay as it is, because the poke has been and gone.
func (c *Ctx) UpToDate(topics []string) error {
	if c.reading.Behind(topics) {
		return errBehind
	}
	return nil
}

// notBehind makes such a page again.
func (c *Ctx) notBehind(h Handler) Handler {
	if c.reading == nil || !c.route.mayLag {
		return h
	}
	return func(c *Ctx) error {
		err := h(c)
		if errors.Is(err, errBehind) {
			c.reading.Anew()
			c.renewDeadline()
			err = h(c)
		}
		return err
	}
}
