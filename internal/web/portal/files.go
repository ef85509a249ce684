package portal

import (
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

func fieldError(name, key string, args ...any) error {
	var f errs.Fields
	f.Add(name, key, args...)
	return f.Err()
}

// attachment hands out a file to whoever may see the message that it came with.
func (p *pages) attachment(c *web.Ctx) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return errs.Missing()
	}
	a, content, err := p.Ticket.Attachment(c.Context(), c.Actor(), ticket.AttachmentID(id))
	if err != nil {
		return err
	}
	defer content.Close()
	return c.Send(web.Download{Name: a.Name, Type: a.MediaType, Size: a.Size, Body: content, ETag: a.Blob})
}
