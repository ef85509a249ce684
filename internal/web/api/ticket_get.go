package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// tickets registers the operations on tickets.
func (s *service) tickets() {
	create := op(http.MethodPost, "/tickets", createTicket, "Report a case", web.May(ticket.MayReport, ticket.MayRegister), http.StatusCreated)
	create.MaxBodyBytes = maxBody
	huma.Register(s.api, create, s.create)
	huma.Register(s.api, op(http.MethodGet, "/tickets", "listTickets", "List tickets, newest first", seesTickets(), http.StatusOK), s.list)
	huma.Register(s.api, op(http.MethodGet, "/tickets/{ref}", "getTicket", "One ticket", seesTickets(), http.StatusOK), s.get)
	change := op(http.MethodPatch, "/tickets/{ref}", "changeTicket", "Change a ticket's facts, who has it, or its state", seesTickets(), http.StatusOK)
	change.Description = "All of it is done, or nothing. With If-Match or version, a field that somebody else has changed meanwhile to something " +
		"else is a conflict (409) that names both values; what only they changed stays theirs."
	huma.Register(s.api, change, s.change)
}

// seesTickets is the policy of reading: which tickets, the use cases decide.
func seesTickets() web.Policy { return web.May(ticket.MayReport, ticket.MayRead) }

type refInput struct {
	Ref string `path:"ref" example:"L-100042" maxLength:"40"`
}

type ticketOutput struct {
	ETag string `header:"ETag"`
	Body FullTicket
}

func (s *service) get(ctx context.Context, in *refInput) (*ticketOutput, error) {
	c := web.From(ctx)
	return s.answer(ctx, c, number(in.Ref))
}

// answer shows a ticket as it stands.
func (s *service) answer(ctx context.Context, c *web.Ctx, id ticket.ID) (*ticketOutput, error) {
	t, err := s.full(ctx, c.Actor(), id, c.T.Lang())
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &ticketOutput{ETag: etag(t.Version), Body: t}, nil
}

type listInput struct {
	Queue  string `query:"queue" maxLength:"60" doc:"own (reported by or for oneself), new, mine, my_groups, unowned, awaiting, hold, open, resolved, all, or group:ID. Default: all that one may see."`
	State  string `query:"state" maxLength:"100" example:"new,open" doc:"One or several states, with commas."`
	Q      string `query:"q" maxLength:"500" doc:"Words, a number or a reference. Then the list holds what is found, newest first."`
	Desk   int64  `query:"desk" minimum:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before."`
}

// Tickets is a page of a list.
type Tickets struct {
	Items []Ticket `json:"items"`
	Next  string   `json:"next,omitempty" doc:"The cursor of the following page; missing on the last."`
}

type listOutput struct{ Body Tickets }

func (s *service) list(ctx context.Context, in *listInput) (*listOutput, error) {
	c := web.From(ctx)
	f, own, err := filterOf(in)
	if err != nil {
		return nil, fail(ctx, err)
	}
	if in.Q != "" {
		return s.found(ctx, c, in, f, own)
	}
	var page ticket.Page
	switch {
	case own:
		page, err = s.Ticket.Mine(ctx, c.Actor(), f, in.Cursor)
	case in.Desk != 0:
		var d directory.Desk
		if d, err = s.Directory.Desk(ctx, c.Actor(), directory.DeskID(in.Desk)); err == nil {
			page, err = s.Ticket.Queue(ctx, c.Actor(), d.Org, d.ID, f, in.Cursor, in.Limit)
		}
	default:
		page, err = s.Ticket.Tickets(ctx, c.Actor(), f, in.Cursor, in.Limit)
	}
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := Tickets{Items: make([]Ticket, 0, len(page.Rows)), Next: page.Next}
	for i := range page.Rows {
		out.Items = append(out.Items, viewOf(c.Actor(), &page.Rows[i], c.T.Lang()))
	}
	return &listOutput{out}, nil
}

// found lists what a search finds. The states narrow each page; a page may then be short, and still have a next one.
func (s *service) found(ctx context.Context, c *web.Ctx, in *listInput, f ticket.Filter, own bool) (*listOutput, error) {
	p, err := s.Search.Tickets(ctx, c.Actor(), in.Q, search.Options{Desk: directory.DeskID(in.Desk), Mine: own, Cursor: in.Cursor, Limit: min(in.Limit, 100)})
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := Tickets{Items: make([]Ticket, 0, len(p.Hits)), Next: p.Next}
	for i := range p.Hits {
		if len(f.States) == 0 || slices.Contains(f.States, p.Hits[i].State) {
			out.Items = append(out.Items, viewOf(c.Actor(), &p.Hits[i].Row, c.T.Lang()))
		}
	}
	return &listOutput{out}, nil
}

// filterOf reads queue and state. Own asks for the list of a user.
func filterOf(in *listInput) (f ticket.Filter, own bool, err error) {
	var bad errs.Fields
	f = ticket.Filter{AnyState: true, Sort: ticket.Newest}
	group, isGroup := strings.CutPrefix(in.Queue, "group:")
	switch {
	case in.Queue == "":
	case in.Queue == "own":
		own = true
	case isGroup:
		id, ok := Name(group).number()
		if !ok {
			bad.Add("query.queue", "error.choose")
		}
		f.Groups = []directory.GroupID{directory.GroupID(id)}
	default:
		views := ticket.StandardViews()
		i := slices.IndexFunc(views, func(v ticket.View) bool { return v.Name == "@desk.view."+in.Queue })
		if i < 0 {
			bad.Add("query.queue", "error.choose")
			break
		}
		f = views[i].Filter
	}
	if in.State != "" {
		f.AnyState, f.States = false, nil
		for _, word := range strings.Split(in.State, ",") {
			state := ticket.State(strings.TrimSpace(word))
			if !state.Valid() {
				bad.Add("query.state", "error.choose")
				break
			}
			f.States = append(f.States, state)
		}
	}
	return f, own, bad.Err()
}
