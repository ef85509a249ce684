package portal

import (
	"errors"
	"slices"
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// keepFiles stores the files that came with a form at once, so that they are there still if the form comes back. It
// returns them together with those kept before. What is wrong with a file is noted in the form; another error ends
// the request.
func (p *pages) keepFiles(c *web.Ctx, f *web.Form) ([]ticket.Attachment, error) {
	ids := uploadIDs(f)
	kept, err := p.Ticket.Uploads(c.Context(), c.Actor(), ids)
	if err != nil {
		return nil, err
	}
	if len(kept) < len(ids) {
		// After a day they are gone; somebody else's were never there.
		f.Failed(fieldError("files", "portal.files.gone"))
	}
	for _, file := range f.Files("files") {
		a, err := p.keepFile(c, file)
		var e *errs.Error
		if errors.As(err, &e) && e.Kind == errs.TooLarge {
			f.Failed(fieldError("files", e.Key, e.Args...))
			continue
		}
		if err != nil {
			return nil, err
		}
		kept = append(kept, a)
	}
	return kept, nil
}

func (p *pages) keepFile(c *web.Ctx, file *web.File) (ticket.Attachment, error) {
	r, err := file.Open()
	if err != nil {
		return ticket.Attachment{}, err
	}
	defer r.Close()
	return p.Ticket.Upload(c.Context(), c.Actor(), ticket.File{Name: file.Name, Content: r})
}

func uploadIDs(f *web.Form) []ticket.AttachmentID {
	var ids []ticket.AttachmentID
	for _, s := range f.All("upload") {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && !slices.Contains(ids, ticket.AttachmentID(n)) {
			ids = append(ids, ticket.AttachmentID(n))
		}
	}
	return ids
}

func idsOf(files []ticket.Attachment) []ticket.AttachmentID {
	ids := make([]ticket.AttachmentID, len(files))
	for i, a := range files {
		ids[i] = a.ID
	}
	return ids
}

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
