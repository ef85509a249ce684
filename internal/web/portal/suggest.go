package portal

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
)

// mostSuggestions bounds what is shown beside a form.
const mostSuggestions = 3

// suggestion is an earlier solution that may help this time too.
type suggestion struct {
	id       ticket.ID
	title    string
	solution string
}

// showSuggestions shows the form again with earlier solutions to what the person is writing about. It takes nothing
// away and asks for nothing: the form can be sent as before, whatever is suggested.
func (p *pages) showSuggestions(c *web.Ctx, r report, f *web.Form, kept []ticket.Attachment) error {
	v := reportView{report: r, form: f, kept: kept, asked: true}
	var err error
	if v.guides, err = p.fitting(c, f.Words("title")+" "+f.Words("text")); err != nil {
		return err
	}
	for _, query := range suggestionQueries(f.Words("title") + " " + f.Words("text")) {
		page, err := p.Search.Tickets(c.Context(), c.Actor(), query, search.Options{Mine: true, Limit: ticket.PageSize})
		if err != nil {
			return err
		}
		for _, h := range page.Hits {
			if h.Solution != "" && len(v.suggestions) < mostSuggestions {
				v.suggestions = append(v.suggestions, suggestion{h.ID, h.Title, h.Solution})
			}
		}
		if len(v.suggestions) > 0 {
			break
		}
	}
	return p.renderReport(c, http.StatusOK, v)
}

// suggestionQueries are what to look for, best first: all of the words, then the longest alone.
func suggestionQueries(text string) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	longest := slices.MaxFunc(words, func(a, b string) int { return utf8.RuneCountInString(a) - utf8.RuneCountInString(b) })
	return slices.Compact([]string{strings.Join(words[:min(len(words), 8)], " "), longest})
}
