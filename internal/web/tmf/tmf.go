package tmf

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// Deps is what the operations call.
type Deps struct {
	Exchange *exchange.Service
	Guard    *hook.Guard
}

type service struct{ Deps }

// Mount registers every address.
func Mount(rs *web.Routes, d Deps) {
	s := &service{d}
	open := []web.Option{web.API(), web.Problems(problem)}
	const one, all = tmf.Prefix + "/troubleTicket/{id}", tmf.Prefix + "/troubleTicket"
	rs.Handle("GET "+all, web.SignedIn(), s.list, append(open, web.In(web.LaneSearches))...)
	rs.Handle("POST "+all, web.May(ticket.MayReport, ticket.MayRegister), s.create, open...)
	rs.Handle("GET "+one, web.SignedIn(), s.get, open...)
	rs.Handle("PATCH "+one, web.SignedIn(), s.patch, open...)
	rs.Handle("DELETE "+one, web.SignedIn(), s.never, open...)
	rs.Handle("GET "+one+"/attachment/{file}", web.SignedIn(), s.file, open...)
	rs.Handle("POST "+tmf.Prefix+"/hub", web.SignedIn(), s.listen, open...)
	rs.Handle("GET "+tmf.Prefix+"/hub/{id}", web.SignedIn(), s.listener, open...)
	rs.Handle("DELETE "+tmf.Prefix+"/hub/{id}", web.SignedIn(), s.unlisten, open...)
	rs.Handle("POST "+tmf.Prefix+"/listener/{name}", web.Public("a call is believed by its signature, or by a partner's token"), s.heard, open...)
	s.openapi(rs)
}

// number reads a case's number from an address. One that is none leads where no case is.
func number(c *web.Ctx) ticket.ID {
	id, _ := ticket.ParseID(c.Param("id"))
	return id
}

func (s *service) get(c *web.Ctx) error {
	t, err := s.Exchange.View(c.Context(), c.Actor(), number(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, t)
}

// never is the answer to DELETE: a case is a public record and is closed, not deleted.
func (s *service) never(c *web.Ctx) error {
	c.Writer().Header().Set("Allow", "GET, PATCH")
	return answer(c, http.StatusMethodNotAllowed, "application/json", tmf.Error{
		Type: "Error", Code: "405", Reason: c.T.T("tmf.error.never"), Status: strconv.Itoa(http.StatusMethodNotAllowed),
	})
}

// send answers with a case, or with those of its attributes that were asked for.
func send(c *web.Ctx, status int, t any) error {
	picked, err := tmf.Pick(t, c.Query("fields"))
	if err != nil {
		return err
	}
	return answer(c, status, "application/json", picked)
}

func answer(c *web.Ctx, status int, mediaType string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "private, no-store")
	c.Writer().WriteHeader(status)
	_, _ = c.Writer().Write(raw) // A reader that went away is nobody's fault.
	return nil
}

// problem writes an error as the standard spells it, with the statuses that it knows: with every attribute that is wrong.
func problem(p *web.Problem) (mediaType string, body any) {
	switch {
	case p.Code == "tmf.error.media_type":
		p.Status = http.StatusUnsupportedMediaType
	case p.Status == http.StatusUnprocessableEntity:
		p.Status = http.StatusBadRequest
	}
	e := tmf.Error{Type: "Error", Code: p.Code, Reason: p.Title, Message: p.Detail, Status: strconv.Itoa(p.Status)}
	if e.Code == "" {
		e.Code = e.Status
	}
	for _, f := range p.Errors {
		e.Message += " " + strings.TrimPrefix(f.Location, "body.") + ": " + f.Message
	}
	return "application/json", e
}

func invalid(key string) error { return errs.E(errs.Invalid, key) }
