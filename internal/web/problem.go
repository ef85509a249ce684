package web

import (
	"encoding/json"
	"errors"
	"strings"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Problem is an error as RFC 9457 spells it.
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Code   string         `json:"code,omitempty"`     // Our text's key: stable, unlike the text.
	ID     string         `json:"instance,omitempty"` // The number to quote.
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one wrong field.
type ProblemField struct {
	Location string `json:"location"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// ProblemOf describes err in the reader's language, and says which status answers it. It logs nothing.
func (c *Ctx) ProblemOf(err error) Problem {
	return problemOf(c.errorView(Status(err), err), err)
}

func problemOf(v ErrorView, err error) Problem {
	p := Problem{Type: "about:blank", Title: v.Title, Status: v.Status, Detail: v.Text}
	if v.ID != "" {
		p.ID = "urn:lotsen:request:" + v.ID
	}
	if sqldb.Unknown(err) {
		p.Code = "web.error.unknown_outcome"
	}
	var e *errs.Error
	if errors.As(err, &e) && e.Kind != errs.Internal {
		p.Code = e.Key
		for i, f := range e.Fields {
			p.Errors = append(p.Errors, ProblemField{Location: location(f.Name), Code: f.Key, Message: v.Fields[i].Text})
		}
	}
	return p
}

// location names where a field stood. Those of a request's body are told by their name alone.
func location(name string) string {
	for _, place := range []string{"query.", "path.", "header.", "cookie."} {
		if strings.HasPrefix(name, place) {
			return name
		}
	}
	return "body." + name
}

func (c *Ctx) problem(v ErrorView, err error) {
	p := problemOf(v, err)
	mediaType, body := "application/problem+json", any(&p)
	if c.route.problem != nil {
		mediaType, body = c.route.problem(&p)
	}
	raw, merr := json.Marshal(body)
	if merr != nil {
		raw = []byte(`{"type":"about:blank","status":500}`) // Strings and numbers always marshal.
	}
	if v.Status == 401 {
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="lotsen"`)
	}
	_ = c.send(p.Status, mediaType, raw) // Nothing is left to be done about it.
}
