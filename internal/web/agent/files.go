package agent

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// keepFiles stores the files that came with a form at once, so that they are there still when it comes back, and
// returns them together with those kept before. What is wrong with a file is noted in the form.
func (p *pages) keepFiles(c *web.Ctx, f *web.Form) ([]ticket.Attachment, error) {
	ids := uploadIDs(f)
	kept, err := p.Ticket.Uploads(c.Context(), c.Actor(), ids)
	if err != nil {
		return nil, err
	}
	if len(kept) < len(ids) {
		f.Failed(wrongField("files", "desk.files.gone"))
	}
	for _, file := range f.Files("files") {
		a, err := p.keepFile(c, file)
		if e := asError(err); e != nil && e.Kind == errs.TooLarge {
			f.Failed(wrongField("files", e.Key, e.Args...))
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

func attachmentIDs(files []ticket.Attachment) []ticket.AttachmentID {
	ids := make([]ticket.AttachmentID, len(files))
	for i, a := range files {
		ids[i] = a.ID
	}
	return ids
}

// keptOptions lists files that an earlier try has brought; each stays unless it is unticked.
func keptOptions(kept []ticket.Attachment) []ui.Option {
	var out []ui.Option
	for _, a := range kept {
		out = append(out, ui.Option{Value: id(a.ID), Text: a.Name, Description: size(a.Size), Selected: true})
	}
	return out
}

// picture is a raster image shown small in the conversation.
type picture struct{ Href, Name string }

// filesOf parts a message's files into pictures to show and files to fetch.
func filesOf(files []ticket.Attachment) (pictures []picture, others []ui.AttachmentView) {
	for _, a := range files {
		href := paths.Attachment(paths.Word(id(a.ID)))
		if raster[a.MediaType] {
			pictures = append(pictures, picture{href, a.Name})
		}
		about := size(a.Size)
		if ext := strings.TrimPrefix(path.Ext(a.Name), "."); ext != "" && len(ext) <= 5 {
			about = strings.ToUpper(ext) + ", " + about
		}
		others = append(others, ui.AttachmentView{Href: href, Name: a.Name, About: about})
	}
	return pictures, others
}

// raster are the images that cannot carry script.
var raster = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// size is a number of bytes as people read it.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", (n+1<<19)>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", n)
}

func wrongField(name, key string, args ...any) error {
	var f errs.Fields
	f.Add(name, key, args...)
	return f.Err()
}
