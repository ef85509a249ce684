package api

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/search"
	about "lotsen/internal/desk/service"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/once"
	"lotsen/internal/web"
)

// Prefix is where the interface begins.
const Prefix = "/api/v1"

// Version is the version of the interface that OpenAPI tells.
const Version = "1.0.0"

// Deps is what the operations call.
type Deps struct {
	Ticket     *ticket.Service
	Directory  *directory.Service
	Search     *search.Service
	Report     *report.Service
	Calendar   *calendar.Service
	SLA        *sla.Service
	Delegation *delegation.Service
	Alarm      *alarm.Service
	Catalogue  *catalogue.Service
	Order      *order.Service
	About      *about.Service // What cases can be about: services and functions.
	Outage     *outage.Service
	// Held reports whether the organisation's outages are to be kept out of what users are told.
	Held  func(ctx context.Context, org directory.OrgID) (bool, error)
	Blobs blob.Files
	Once  *once.Store
}

// service is the operations.
type service struct {
	Deps
	api huma.API
}

// sharedOnce guards huma's one variable for the form of errors, which all tests of a process share.
var sharedOnce sync.Once

// Mount registers every operation.
func Mount(rs *web.Routes, d Deps) {
	sharedOnce.Do(func() {
		huma.NewErrorWithContext = refuse
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError { return refuse(nil, status, msg, errs...) }
	})
	s := &service{Deps: d}
	s.api = huma.NewAPI(config(), &adapter{routes: rs, once: d.Once, settled: s.settled, maySee: s.maySee})
	s.tickets()
	s.messages()
	s.events()
	s.clocks()
	s.exports(rs)
	s.files(rs)
	s.searches()
	s.reports(rs)
	s.calendars()
	s.delegations()
	s.alarms()
	s.orders()
	s.status()
	s.openapi(rs)
}

// config leaves out what huma would serve by itself: links to schemas in every answer, and pages that load scripts from
// elsewhere.
func config() huma.Config {
	c := huma.DefaultConfig("Lotsen", Version)
	c.CreateHooks, c.OpenAPIPath, c.DocsPath, c.SchemasPath = nil, "", "", ""
	c.Servers = []*huma.Server{{URL: Prefix}}
	c.Info.Description = "Tickets, messages, search and figures of Lotsen. Errors are application/problem+json (RFC 9457), in the language of " +
		"Accept-Language or of the person; their \"code\" is stable. Lists are paged by an opaque cursor. A field, or a name in the query, " +
		"that an operation does not know is refused (422). 429 and 503 say with Retry-After when to come back. A POST with the header Idempotency-Key may be sent again: the first answer is given again. Times are RFC 3339."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token from lotsen token create."},
		"session": {Type: "apiKey", In: "cookie", Name: "lotsen_session", Description: "The session of somebody who is logged in."},
	}
	c.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	return c
}

// openapi serves the description of the interface, which holds no data.
func (s *service) openapi(rs *web.Routes) {
	raw, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		panic("api: openapi: " + err.Error())
	}
	rs.Handle("GET "+Prefix+"/openapi.json", web.Public("the description of the interface holds no data"), func(c *web.Ctx) error {
		h := c.Writer().Header()
		h.Set("Content-Type", "application/openapi+json")
		h.Set("Cache-Control", "public, max-age=300")
		_, _ = c.Writer().Write(raw) // A reader that went away is nobody's fault.
		return nil
	}, web.API())
}

// policyKey is where an operation carries its policy.
const policyKey = "policy"

// op describes an operation. Status is that of its good answer.
func op(method, path, id, summary string, policy web.Policy, status int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, DefaultStatus: status, BodyReadTimeout: -1,
		Metadata: map[string]any{policyKey: policy}, Errors: errorsOf(method),
	}
}

func errorsOf(method string) []int {
	out := []int{
		http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusServiceUnavailable,
	}
	if method != http.MethodGet {
		out = append(out, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	return out
}
