package api

import (
	"encoding/json"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maySee asks again for the right to the case that a kept answer is about. Errors: NotFound, as for a case that is not
// there.
func (s *service) maySee(c *web.Ctx, w *recorder) error {
	ref := c.Param("ref")
	if place, ok := strings.CutPrefix(w.header.Get("Location"), Prefix+"/tickets/"); ok && ref == "" {
		ref, _, _ = strings.Cut(place, "/")
	}
	if ref == "" {
		return nil // A file, say: keys are their owner's own.
	}
	id, ok := ticket.ParseID(ref)
	if !ok {
		return errs.Missing()
	}
	t, err := s.Ticket.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	var kept struct {
		Internal bool `json:"internal"`
	}
	if json.Unmarshal(w.body.Bytes(), &kept) == nil && kept.Internal && !ticket.SeesInternal(c.Actor(), &t) {
		return errs.Missing()
	}
	return nil
}
