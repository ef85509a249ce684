package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
)

// Event is one line of a ticket's history.
type Event struct {
	ID      int64             `json:"id"`
	Pos     int64             `json:"pos" doc:"1 for the ticket's first event."`
	Type    string            `json:"type" example:"ticket.resolved"`
	State   string            `json:"state" doc:"The state, or sub-state, afterwards."`
	At      time.Time         `json:"at"`
	NotedAt time.Time         `json:"noted_at" doc:"Later than at for imported history."`
	Actor   *Thing            `json:"actor,omitempty" doc:"A person; id 0 for a job or another system."`
	For     int64             `json:"for,omitempty" doc:"On whose behalf."`
	Changes map[string]Change `json:"changes,omitempty"`
	Fields  map[string]string `json:"fields,omitempty"`
	Message int64             `json:"message,omitempty"`
	Other   string            `json:"other,omitempty" doc:"The other ticket of a link or merge."`
	Link    string            `json:"link,omitempty"`
	Minutes int               `json:"minutes,omitempty"`
	How     string            `json:"how,omitempty"`
	Comment string            `json:"comment,omitempty"`
	Source  string            `json:"source,omitempty" doc:"Where imported history comes from."`
}

// Change is one column before and after.
type Change struct {
	From any `json:"from"`
	To   any `json:"to"`
}

// forUsers are the columns whose changes a ticket's user sees.
var forUsers = []string{"state", "substate", "title", "kind", "category_id", "solution", "closed_how", "resolved_at", "closed_at", "hold_until", "reopened"}

// events registers the history.
func (s *service) events() {
	huma.Register(s.api, op(http.MethodGet, "/tickets/{ref}/events", "listEvents", "Everything that happened, oldest first", seesTickets(), http.StatusOK), s.listEvents)
}

// Events is a page of a history.
type Events struct {
	Items []Event `json:"items"`
	Next  string  `json:"next,omitempty"`
}

type eventsOutput struct{ Body Events }

func (s *service) listEvents(ctx context.Context, in *pageInput) (*eventsOutput, error) {
	c := web.From(ctx)
	after, err := in.after()
	if err != nil {
		return nil, fail(ctx, err)
	}
	t, err := s.Ticket.Load(ctx, c.Actor(), number(in.Ref))
	if err != nil {
		return nil, fail(ctx, err)
	}
	history, err := s.Ticket.History(ctx, c.Actor(), &t)
	if err != nil {
		return nil, fail(ctx, err)
	}
	history = slices.DeleteFunc(history, func(e ticket.Entry) bool { return e.Pos <= after })
	out := Events{Items: []Event{}}
	if len(history) > in.Limit {
		history = history[:in.Limit]
		out.Next = strconv.FormatInt(history[in.Limit-1].Pos, 36)
	}
	names, err := s.Directory.Names(ctx, c.Actor(), actors(history)...)
	if err != nil {
		return nil, fail(ctx, err)
	}
	internal := ticket.SeesInternal(c.Actor(), &t)
	for i := range history {
		out.Items = append(out.Items, eventOf(&history[i], names, internal))
	}
	return &eventsOutput{out}, nil
}

func actors(history []ticket.Entry) []directory.PersonID {
	var ids []directory.PersonID
	for _, e := range history {
		if id := directory.PersonID(e.Actor); id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// eventOf shows an entry. A person whose name the reader may not know is nobody.
func eventOf(e *ticket.Entry, names map[directory.PersonID]string, internal bool) Event {
	out := Event{
		ID: e.Seq, Pos: e.Pos, Type: e.Type, State: e.Label, At: e.At, NotedAt: e.Noted, For: e.For, Message: int64(e.Message), Link: e.Link,
		Minutes: e.Minutes, How: e.How, Comment: e.Comment, Source: e.Source,
	}
	if e.Other != 0 {
		out.Other = e.Other.String()
	}
	switch name, known := names[directory.PersonID(e.Actor)]; {
	case e.Actor == 0 && e.ActorAs != "":
		out.Actor = &Thing{Name: e.ActorAs}
	case known:
		out.Actor = &Thing{ID: e.Actor, Name: name}
	}
	if internal {
		out.Fields = e.Payload.Fields
	}
	for column, d := range e.Changes {
		if internal || slices.Contains(forUsers, column) {
			if out.Changes == nil {
				out.Changes = map[string]Change{}
			}
			out.Changes[column] = Change{From: d.From, To: d.To}
		}
	}
	return out
}
