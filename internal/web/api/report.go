package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/report"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// Report is a report in JSON.
type Report struct {
	Rows   []ReportRow     `json:"rows"`
	Totals report.Measures `json:"totals"`
	OpenAt *int64          `json:"open_at,omitempty" doc:"How many tickets were open at the instant asked for, whatever the period."`
}

// ReportRow is a value of the dimension and its figures.
type ReportRow struct {
	Key   string `json:"key" doc:"Empty where the value is not known."`
	Label string `json:"label"`
	report.Measures
}

// reportParams are the query's names; any other is refused.
var reportParams = map[string]string{
	"from":     "First day, month or instant of opening: 2026-01-01, 2026-01, 2026-01-01T08:00. Without a zone: Swedish time.",
	"to":       "Last day or month of opening, taken with; an instant is not.",
	"unit":     "Number of a unit; with everything below it.",
	"desk":     "Number of a desk.",
	"group_by": "What the rows stand for.",
	"open_at":  "Also count the tickets that were open at this instant.",
	"format":   "json (default), csv or xlsx.",
}

// reports registers the figures. Their files go past huma.
func (s *service) reports(rs *web.Routes) {
	o := op(http.MethodGet, "/reports/tickets", "reportTickets", "Figures over tickets", web.May(report.MayRead), http.StatusOK)
	o.Description = "A period chooses tickets by when they were opened. Minutes are clock time as shown; a median of an even number is the mean of the middle " +
		"two. Months, weeks and weekdays (1 is Monday) are Swedish. With group_by=state, events counts how often each state was noted."
	policy, _ := o.Metadata[policyKey].(web.Policy)
	rs.Handle("GET "+Prefix+o.Path, policy, s.reportTickets, web.API())
	for _, name := range []string{"from", "to", "unit", "desk", "group_by", "open_at", "format"} {
		schema := &huma.Schema{Type: huma.TypeString}
		switch name {
		case "group_by":
			schema.Enum = []any{report.None}
			for _, d := range report.Dimensions()[1:] {
				schema.Enum = append(schema.Enum, string(d))
			}
		case "format":
			schema.Enum = []any{"json", "csv", "xlsx"}
		}
		o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "query", Description: reportParams[name], Schema: schema})
	}
	text := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	o.Responses = map[string]*huma.Response{"200": {Description: "The figures", Content: map[string]*huma.MediaType{
		"application/json": {Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Report](), true, "Report")},
		"text/csv":         {Schema: text}, xlsxType: {Schema: text},
	}}}
	s.api.OpenAPI().AddOperation(&o)
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s *service) reportTickets(c *web.Ctx) error {
	params, err := s.reportInQuery(c)
	if err != nil {
		return err
	}
	table, err := s.Report.Tickets(c.Context(), c.Actor(), params)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch format := c.Query("format"); format {
	case "csv":
		err = table.CSV(&b, c.T)
	case "xlsx":
		err = table.XLSX(&b, c.T)
	default:
		return sendReport(c, &table)
	}
	if err != nil {
		return err
	}
	return sendFile(c, s.Report, &table, c.Query("format"), &b)
}

// sendFile hands out a report and writes so to the security log.
func sendFile(c *web.Ctx, r *report.Service, table *report.Table, format string, b *bytes.Buffer) error {
	if err := r.Exported(c.Context(), c.Actor(), table.Params, format); err != nil {
		return err
	}
	kind := "text/csv; charset=utf-8"
	if format == "xlsx" {
		kind = xlsxType
	}
	return c.Send(web.Download{Name: "report." + format, Type: kind, Size: int64(b.Len()), Body: bytes.NewReader(b.Bytes())})
}

// reportInQuery reads the query and refuses names that it does not know.
func (s *service) reportInQuery(c *web.Ctx) (report.Params, error) {
	var f errs.Fields
	for name := range c.Request().URL.Query() {
		if _, known := reportParams[name]; !known {
			f.Add("query."+name, "api.error.unknown")
		}
	}
	if format := c.Query("format"); format != "" && format != "json" && format != "csv" && format != "xlsx" {
		f.Add("query.format", "error.choose")
	}
	params, err := report.Parse(c.Query)
	for _, w := range errs.FieldsOf(err) {
		w.Name = "query." + strings.TrimPrefix(w.Name, "query.")
		f = append(f, w)
	}
	if err != nil && len(f) == 0 {
		return params, err
	}
	return params, f.Err()
}

func sendReport(c *web.Ctx, table *report.Table) error {
	out := Report{Rows: []ReportRow{}, Totals: table.Totals}
	for i := range table.Rows {
		r := &table.Rows[i]
		out.Rows = append(out.Rows, ReportRow{Key: r.Key, Label: r.Label(c.T, table.Params.GroupBy), Measures: r.Measures})
	}
	if !table.Params.OpenAt.IsZero() {
		out.OpenAt = &table.OpenAt
	}
	h := c.Writer().Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "private, no-store")
	if err := json.NewEncoder(c.Writer()).Encode(out); err != nil && c.Request().Context().Err() == nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// pathParams are the names in a path's braces.
func pathParams(path string) []string {
	var out []string
	for _, part := range strings.Split(path, "/") {
		if strings.HasPrefix(part, "{") {
			out = append(out, strings.Trim(part, "{}"))
		}
	}
	return out
}
