package agent

import (
	"fmt"
	"path"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

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
