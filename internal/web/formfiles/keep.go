package formfiles

import (
	"errors"
	"slices"
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// The fields of a form: new files, and the numbers of those that an earlier try has brought.
const (
	Field = "files"
	Kept  = "upload"
)

// Keep stores the form's new files and returns them together with those kept before. What is wrong with a file is noted
// in the form; another error ends the request. Gone is the text for a file that is not there any more: after a day they
// are swept, and somebody else's were never there.
func Keep(c *web.Ctx, tickets *ticket.Service, f *web.Form, gone string) ([]ticket.Attachment, error) {
	ids := uploads(f)
	kept, err := tickets.Uploads(c.Context(), c.Actor(), ids)
	if err != nil {
		return nil, err
	}
	if len(kept) < len(ids) {
		wrong(f, gone)
	}
	for _, file := range f.Files(Field) {
		a, err := keep(c, tickets, file)
		var e *errs.Error
		if errors.As(err, &e) && e.Kind == errs.TooLarge {
			wrong(f, e.Key, e.Args...)
			continue
		}
		if err != nil {
			return nil, err
		}
		kept = append(kept, a)
	}
	return kept, nil
}

func keep(c *web.Ctx, tickets *ticket.Service, file *web.File) (ticket.Attachment, error) {
	r, err := file.Open()
	if err != nil {
		return ticket.Attachment{}, err
	}
	defer r.Close()
	return tickets.Upload(c.Context(), c.Actor(), ticket.File{Name: file.Name, Content: r})
}

// uploads are the numbers in the form, once each; what is no number is nobody's file.
func uploads(f *web.Form) []ticket.AttachmentID {
	var ids []ticket.AttachmentID
	for _, s := range f.All(Kept) {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && !slices.Contains(ids, ticket.AttachmentID(n)) {
			ids = append(ids, ticket.AttachmentID(n))
		}
	}
	return ids
}

func wrong(f *web.Form, key string, args ...any) {
	var fields errs.Fields
	fields.Add(Field, key, args...)
	f.Failed(fields.Err())
}

// IDs are the files' numbers, for the use case that takes them over.
func IDs(files []ticket.Attachment) []ticket.AttachmentID {
	ids := make([]ticket.AttachmentID, len(files))
	for i, a := range files {
		ids[i] = a.ID
	}
	return ids
}
