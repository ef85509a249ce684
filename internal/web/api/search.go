package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/search"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
)

// Found is a ticket that was found, and where the words stand.
type Found struct {
	Ticket
	TitleMarks   []Mark `json:"title_marks,omitempty"`
	Snippet      string `json:"snippet,omitempty" doc:"The part of what was said that holds most of the words."`
	SnippetMarks []Mark `json:"snippet_marks,omitempty"`
	Internal     bool   `json:"internal,omitempty" doc:"The snippet is the desk's own."`
}

// Mark is a hit, in bytes of the UTF-8 text: from start to before end.
type Mark struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// FoundPage is a page of what was found.
type FoundPage struct {
	Items []Found  `json:"items"`
	Next  string   `json:"next,omitempty"`
	Exact []string `json:"exact,omitempty" doc:"Tickets whose number, here or elsewhere, is what was asked for."`
}

// searches registers the search.
func (s *service) searches() {
	huma.Register(s.api, op(http.MethodGet, "/search", "search", "Find tickets by words, numbers and references, newest first", seesTickets(), http.StatusOK), s.search)
}

type searchInput struct {
	Q      string `query:"q" required:"true" maxLength:"500" doc:"All words must fit, inflected or as beginnings."`
	Desk   int64  `query:"desk" minimum:"0"`
	Mine   bool   `query:"mine" doc:"Only tickets reported by or for oneself."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor string `query:"cursor" maxLength:"200"`
}

type searchOutput struct{ Body FoundPage }

func (s *service) search(ctx context.Context, in *searchInput) (*searchOutput, error) {
	c := web.From(ctx)
	p, err := s.Search.Tickets(ctx, c.Actor(), in.Q, search.Options{Desk: directory.DeskID(in.Desk), Mine: in.Mine, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := FoundPage{Items: []Found{}, Next: p.Next}
	for i := range p.Hits {
		h := &p.Hits[i]
		out.Items = append(out.Items, Found{
			Ticket: viewOf(c.Actor(), &h.Row, c.T.Lang()), TitleMarks: marks(h.TitleMarks), Snippet: h.Snippet, SnippetMarks: marks(h.SnippetMarks), Internal: h.Internal,
		})
	}
	for _, id := range p.Exact {
		out.Exact = append(out.Exact, id.String())
	}
	return &searchOutput{out}, nil
}

func marks(in []textindex.Span) []Mark {
	var out []Mark
	for _, m := range in {
		out = append(out, Mark(m))
	}
	return out
}
