// Package media tells what a file is by its first bytes, and gives names that no file system and no header dislikes.
//
// Owns: sniffing, file names.
// Does not own: which types a browser may open inside a page (web).
// Invariant: markup and scripts count as plain bytes, whatever their sender calls them.
package media

import (
	"net/http"
	"strings"

	"lotsen/internal/kit/clean"
)

// maxName bounds a file name, in letters.
const maxName = 200

// Type tells what the first 512 bytes of a file say. Markup is answered with "application/octet-stream", so that no
// browser runs it.
func Type(head []byte) string {
	t := http.DetectContentType(head)
	if strings.HasPrefix(t, "text/html") || strings.HasPrefix(t, "text/xml") {
		return "application/octet-stream"
	}
	return t
}

// Name keeps the last part of a path, without what file systems and headers dislike; otherwise is the name of a file
// that has none.
func Name(path, otherwise string) string {
	path = strings.ReplaceAll(path, "\\", "/")
	name := clean.Line(path[strings.LastIndexByte(path, '/')+1:], maxName)
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if clean.Blank(name) || strings.Trim(name, ".") == "" {
		return otherwise
	}
	return name
}
