package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxExport bounds a list that is taken away as a file.
const maxExport = 50_000

// exportFor is how long making such a file may take; one that takes longer breaks off, and looks broken.
const exportFor = 2 * time.Minute

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
	if err := s.Report.Exported(c.Context(), c.Actor(), report.Params{}, "tickets.csv"); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.Context(), exportFor)
	defer cancel()
	cursor, n, last := "", 0, false
	list := report.NewList(c.T, func() ([]ticket.Row, error) {
		if last || n >= maxExport {
			return nil, nil
		}
		var page ticket.Page
		var err error
		if own {
			page, err = s.Ticket.Mine(ctx, c.Actor(), f, cursor)
		} else {
			page, err = s.Ticket.Tickets(ctx, c.Actor(), f, cursor, 200)
		}
		n, cursor, last = n+len(page.Rows), page.Next, page.Next == ""
		return page.Rows, err
	})
	return c.Send(web.Download{Name: "tickets.csv", Type: "text/csv; charset=utf-8", Size: -1, Body: list})
}
