package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
)

// inMemory is how much of an API request's body is kept in memory; the rest goes to a file.
const inMemory = 256 << 10

// receive takes in what the client sends before any work begins, and without a place among those at work: a client
// that sends slowly holds up nobody. Errors in a form are left for the handler, which shows its page with them.
func (c *Ctx) receive() error {
	if isRead(c.r) || c.r.Body == nil || c.r.Body == http.NoBody || c.r.ContentLength == 0 {
		return nil
	}
	c.Settled()
	if err := c.takeIn(); err != nil {
		return err
	}
	return c.takeOff((*gate).back)
}

func (c *Ctx) takeIn() error {
	if err := c.rs.bodies.enter(c.r.Context()); err != nil {
		return err
	}
	defer c.rs.bodies.leave()
	if c.route.api {
		return c.spool()
	}
	if _, err := c.Form(); errs.Is(err, errs.Unavailable) {
		return err
	}
	return nil
}

// spool reads the body to its end. What is larger than any request may be is cut off one byte beyond that, for the
// handler to refuse.
func (c *Ctx) spool() error {
	extendRead(c.w, c.uploadLimit())
	body := io.LimitReader(c.r.Body, c.uploadLimit()+1)
	head, err := io.ReadAll(io.LimitReader(budgeted{body, c, &c.rs.memory}, inMemory))
	if err != nil {
		return c.spoolError(err)
	}
	if len(head) < inMemory {
		c.r.Body = io.NopCloser(bytes.NewReader(head))
		return nil
	}
	file, err := os.CreateTemp("", "lotsen-body-*")
	if err != nil {
		return fmt.Errorf("keep body: %w", err)
	}
	// Without a name it goes away with the process, whatever happens.
	_ = os.Remove(file.Name()) // Where that cannot be, it is swept with the folder for temporary files.
	c.spooled = file
	if _, err := io.Copy(file, budgeted{body, c, &c.rs.disk}); err != nil {
		return c.spoolError(err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("keep body: %w", err)
	}
	c.r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(head), file))
	return nil
}

func (c *Ctx) spoolError(err error) error {
	var e *errs.Error
	switch {
	case errors.As(err, &e):
		return e
	case c.r.Context().Err() != nil:
		return c.r.Context().Err()
	case blob.Unavailable(err):
		return fmt.Errorf("keep body: %w", err)
	}
	return errs.E(errs.Invalid, "web.error.form").Because(err)
}
