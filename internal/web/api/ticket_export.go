package api

import (
	"bytes"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxExport bounds a list that is taken away as a file.
const maxExport = 50_000

// exports registers the list of tickets as a file, for registrars and spreadsheets.
func (s *service) exports(rs *web.Routes) {
	o := op(http.MethodGet, "/tickets/export", "exportTickets", "A list of tickets as CSV", web.May(ticket.MayRead), http.StatusOK)
	o.Description = "Semicolons and UTF-8 with a mark in Swedish, commas in English. A text that a spreadsheet would take for a formula has an apostrophe before it."
	policy, _ := o.Metadata[policyKey].(web.Policy)
	rs.Handle("GET "+Prefix+o.Path, policy, s.export, web.API())
	for _, name := range []string{"queue", "state"} {
		o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "query", Description: "As in GET /tickets.", Schema: &huma.Schema{Type: huma.TypeString}})
	}
	o.Responses = map[string]*huma.Response{"200": {
		Description: "The list", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	s.api.OpenAPI().AddOperation(&o)
}

func (s *service) export(c *web.Ctx) error {
	var bad errs.Fields
	for name := range c.Request().URL.Query() {
		if name != "queue" && name != "state" {
			bad.Add("query."+name, "api.error.unknown")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	f, own, err := filterOf(&listInput{Queue: c.Query("queue"), State: c.Query("state")})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	list, err := report.NewList(&b, c.T)
	if err != nil {
		return err
	}
	cursor := ""
	for n := 0; n < maxExport; {
		var page ticket.Page
		if own {
			page, err = s.Ticket.Mine(c.Context(), c.Actor(), f, cursor)
		} else {
			page, err = s.Ticket.Tickets(c.Context(), c.Actor(), f, cursor, 200)
		}
		if err != nil {
			return err
		}
		if err := list.Add(page.Rows); err != nil {
			return err
		}
		if n, cursor = n+len(page.Rows), page.Next; cursor == "" {
			break
		}
	}
	if err := s.Report.Exported(c.Context(), c.Actor(), report.Params{}, "tickets.csv"); err != nil {
		return err
	}
	return c.Send(web.Download{Name: "tickets.csv", Type: "text/csv; charset=utf-8", Size: int64(b.Len()), Body: bytes.NewReader(b.Bytes())})
}
