package portal

import (
	"fmt"
	"path"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

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

// fileViews are the files of a message as links.
func fileViews(files []ticket.Attachment) []ui.AttachmentView {
	var out []ui.AttachmentView
	for _, a := range files {
		about := size(a.Size)
		if ext := strings.TrimPrefix(path.Ext(a.Name), "."); ext != "" && len(ext) <= 5 {
			about = strings.ToUpper(ext) + ", " + about
		}
		out = append(out, ui.AttachmentView{Href: paths.Attachment(paths.Word(fmt.Sprint(int64(a.ID)))), Name: a.Name, About: about})
	}
	return out
}
