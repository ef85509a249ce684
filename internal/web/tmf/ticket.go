package tmf

import (
	"io"
	"mime"
	"net/http"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxBody is the longest request, in bytes: files travel inside it as text.
const maxBody = 28 << 20

// The forms in which a case may be changed.
const (
	mergePatch = "application/merge-patch+json"
	jsonPatch  = "application/json-patch+json"
)

// body reads a request of one of the media types.
func body(c *web.Ctx, allowed ...string) (raw []byte, mediaType string, err error) {
	mediaType, _, err = mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	known := false
	for _, m := range allowed {
		known = known || m == mediaType
	}
	if err != nil || !known {
		return nil, "", unsupported(c, allowed)
	}
	raw, err = io.ReadAll(io.LimitReader(c.Request().Body, maxBody+1))
	if err != nil {
		return nil, "", err
	}
	if len(raw) > maxBody {
		return nil, "", errs.E(errs.TooLarge, "api.error.too_large", "max", maxBody>>20)
	}
	return raw, mediaType, nil
}

func unsupported(c *web.Ctx, allowed []string) error {
	if c.Request().Method == http.MethodPatch {
		c.Writer().Header().Set("Accept-Patch", "application/json, "+mergePatch+", "+jsonPatch)
	}
	return invalid("tmf.error.media_type")
}

func (s *service) create(c *web.Ctx) error {
	raw, _, err := body(c, "application/json")
	if err != nil {
		return err
	}
	r, err := tmf.Read(raw)
	if err != nil {
		return err
	}
	id, fresh, err := s.Exchange.Create(c.Context(), c.Actor(), r)
	if err != nil {
		return err
	}
	t, err := s.Exchange.View(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	c.Writer().Header().Set("Location", t.Href)
	if !fresh {
		return send(c, http.StatusOK, t)
	}
	return send(c, http.StatusCreated, t)
}

func (s *service) patch(c *web.Ctx) error {
	raw, mediaType, err := body(c, "application/json", mergePatch, jsonPatch)
	if err != nil {
		return err
	}
	read := tmf.Read
	if mediaType == jsonPatch {
		read = tmf.ReadPatch
	}
	r, err := read(raw)
	if err != nil {
		return err
	}
	before, err := s.Exchange.View(c.Context(), c.Actor(), number(c))
	if err != nil {
		return err
	}
	if err := s.Exchange.Patch(c.Context(), c.Actor(), number(c), r); err != nil {
		return err
	}
	t, err := s.Exchange.View(c.Context(), c.Actor(), number(c))
	if errs.Is(err, errs.NotFound) {
		// Whoever gives a case back does not see it any more: they are told once more what they gave.
		t = before
		if r.Status != nil {
			t.Status = *r.Status
		}
		err = nil
	}
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, t)
}
