// Package glossary is the page that says what words mean here.
//
// Owns: /glossary, which words stand there and in which order.
// Does not own: the explanations (locales, glossary.json), the names in the code (docs/architecture.md).
package glossary

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Word is one of them, in the reader's language.
type Word struct{ Key, Term, Text string }

// Mount registers the page.
func Mount(rs *web.Routes, s *shell.Shell) {
	rs.Handle("GET "+paths.Glossary(), web.Public("what words mean is for everybody"), func(c *web.Ctx) error {
		var list []ui.Definition
		for _, w := range Words(c.T) {
			list = append(list, ui.Definition{ID: w.Key, Term: w.Term, Text: w.Text})
		}
		return sheet.Page(c, s, http.StatusOK, sheet.Head{Title: c.T.T("glossary.title"), Lead: c.T.T("glossary.lead")},
			sheet.Panel(ui.PanelView{ID: "words", Title: c.T.T("glossary.terms")}, ui.DefinitionList(list)))
	})
}

// Words lists all of them in the order of the reader's alphabet.
func Words(t *i18n.Printer) []Word {
	var out []Word
	for _, k := range keys {
		out = append(out, Word{Key: k, Term: t.T("glossary.term." + k), Text: t.T("glossary.text." + k)})
	}
	slices.SortFunc(out, func(a, b Word) int { return bytes.Compare(textindex.SortKey(a.Term), textindex.SortKey(b.Term)) })
	return out
}

// Find returns at most so many words whose term holds what is asked for, in the reader's language.
func Find(t *i18n.Printer, q string, most int) []Word {
	q = textindex.Fold(q)
	var out []Word
	for _, w := range Words(t) {
		if q != "" && strings.Contains(textindex.Fold(w.Term), q) && len(out) < most {
			out = append(out, w)
		}
	}
	return out
}
