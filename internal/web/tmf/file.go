package tmf

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// file hands out the bytes of a case's file to whoever sees the case.
func (s *service) file(c *web.Ctx) error {
	n, _, _ := strings.Cut(c.Param("file"), "@")
	id, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return errs.Missing()
	}
	a, content, err := s.Exchange.File(c.Context(), c.Actor(), number(c), ticket.AttachmentID(id))
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // Opened for reading only.
	return c.Send(web.Download{Name: a.Name, Type: a.MediaType, Size: a.Size, Body: content, ETag: a.Blob})
}
