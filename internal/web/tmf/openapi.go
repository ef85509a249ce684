package tmf

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/web"
)

// operation is a line of the description.
type operation struct {
	method, path, id, summary string
	in, out                   any
	status                    string
	query                     []string
}

func operations() []operation {
	ticket, hub := tmf.TroubleTicket{}, tmf.Hub{}
	const one, many = "/troubleTicket/{id}", "/troubleTicket"
	return []operation{
		{http.MethodGet, many, "listTroubleTicket", "The cases that the account sees: its own, and those that its supplier has in hand", nil, []tmf.TroubleTicket{}, "200", []string{
			"fields", "offset", "limit", "sort", "id", "status", "severity", "ticketType", "externalIdentifier.id", "creationDate.gte", "creationDate.lt", "lastUpdate.gte", "lastUpdate.lt",
		}},
		{http.MethodPost, many, "createTroubleTicket", "Hand a case over. The same externalIdentifier again is the same case (200)", ticket, ticket, "201", []string{"fields"}},
		{http.MethodGet, one, "retrieveTroubleTicket", "One case", nil, ticket, "200", []string{"fields"}},
		{http.MethodPatch, one, "patchTroubleTicket", "Say how it stands, add notes and attachments (application/json, merge-patch+json, json-patch+json)", ticket, ticket, "200", []string{"fields"}},
		{http.MethodGet, one + "/attachment/{file}", "retrieveAttachment", "A file's bytes", nil, nil, "200", nil},
		{http.MethodPost, "/hub", "createHub", "Be told what happens. The answer holds, once, the secret that events are signed with", hub, hub, "201", nil},
		{http.MethodGet, "/hub/{id}", "hubGet", "A listener of one's own", nil, hub, "200", nil},
		{http.MethodDelete, "/hub/{id}", "hubDelete", "Be told no more", nil, nil, "204", nil},
		{http.MethodPost, "/listener/{name}", "listener", "Tell us of a case that we have handed over. The name is the partner's code with a signed call, or the type of the event with a token", tmf.Event{}, nil, "204", nil},
	}
}

// openapi serves the description of the interface, which holds no data.
func (s *service) openapi(rs *web.Routes) {
	raw, err := json.Marshal(description())
	if err != nil {
		panic("tmf: openapi: " + err.Error())
	}
	rs.Handle("GET "+tmf.Prefix+"/openapi.json", web.Public("the description of the interface holds no data"), func(c *web.Ctx) error {
		h := c.Writer().Header()
		h.Set("Content-Type", "application/openapi+json")
		h.Set("Cache-Control", "public, max-age=300")
		_, _ = c.Writer().Write(raw) // A reader that went away is nobody's fault.
		return nil
	}, web.API())
}

func description() *huma.OpenAPI {
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	o := &huma.OpenAPI{
		OpenAPI: "3.1.0", Servers: []*huma.Server{{URL: tmf.Prefix}},
		Info: &huma.Info{Title: "Trouble Ticket (TMF621)", Version: "5.0.1", Description: "What Lotsen offers of TM Forum's TMF621 Trouble Ticket v5. " +
			"Events to listeners carry webhook-id, webhook-timestamp and webhook-signature as in Standard Webhooks."},
		Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}},
		Security:   []map[string][]string{{"token": {}}},
	}
	content := func(v any) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(reflect.TypeOf(v), true, "")}}
	}
	for _, x := range operations() {
		op := &huma.Operation{Method: x.method, Path: x.path, OperationID: x.id, Summary: x.summary, Responses: map[string]*huma.Response{
			"default": {Description: "An error", Content: content(tmf.Error{})},
		}}
		op.Responses[x.status] = &huma.Response{Description: x.summary}
		if x.out != nil {
			op.Responses[x.status].Content = content(x.out)
		}
		if x.in != nil {
			op.RequestBody = &huma.RequestBody{Required: true, Content: content(x.in)}
		}
		for _, part := range strings.Split(x.path, "/") {
			if name := strings.Trim(part, "{}"); name != part {
				op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
			}
		}
		for _, name := range x.query {
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: huma.TypeString}})
		}
		o.AddOperation(op)
	}
	return o
}
