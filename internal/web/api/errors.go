package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/kit/errs"
)

// problem is how OpenAPI describes an error. What is sent is made by the web kit (web.Problem), which never repeats what
// the client sent.
type problem struct {
	Type   string         `json:"type" doc:"Always about:blank; code tells errors apart."`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty" doc:"What is wrong, in the reader's language."`
	Code   string         `json:"code,omitempty" doc:"Stable, unlike the texts."`
	ID     string         `json:"instance,omitempty" doc:"The number to quote when it is our fault."`
	Errors []problemField `json:"errors,omitempty"`
}

type problemField struct {
	Location string `json:"location" doc:"For example body.title."`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// Error implements error.
func (p *problem) Error() string { return p.Title }

// GetStatus implements huma.StatusError.
func (p *problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// fail notes why an operation failed and gives huma something to stop with; the web kit answers.
func fail(ctx context.Context, err error) error {
	if f := faultOf(ctx); f != nil {
		f.err = err
	}
	return &problem{Type: "about:blank", Title: "failed", Status: http.StatusInternalServerError}
}

// refuse turns what huma finds wrong with a request into an error of ours.
func refuse(ctx huma.Context, status int, msg string, found ...error) huma.StatusError {
	p := &problem{Type: "about:blank", Title: msg, Status: status}
	if ctx == nil {
		return p
	}
	if f := faultOf(ctx.Context()); f != nil && f.err == nil {
		f.err = refused(ctx, status, msg, found)
	}
	return p
}

func refused(ctx huma.Context, status int, msg string, found []error) error {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return tooLarge(ctx.Operation().MaxBodyBytes)
	case http.StatusRequestTimeout:
		return errs.E(errs.Unavailable, "api.error.slow")
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return errs.E(errs.Invalid, "api.error.media_type")
	case http.StatusInternalServerError:
		return errors.Join(append([]error{errors.New(msg)}, found...)...)
	}
	var fields errs.Fields
	for _, err := range found {
		var detailed huma.ErrorDetailer
		if !errors.As(err, &detailed) {
			continue
		}
		d := detailed.ErrorDetail()
		key, args := explain(d.Message)
		if d.Location == "body" && key == "api.error.value" {
			key, args = "api.error.json", nil
		}
		fields.Add(strings.TrimPrefix(d.Location, "body."), key, args...)
	}
	if len(fields) == 0 {
		return errs.E(errs.Invalid, "api.error.json")
	}
	return fields.Err()
}

// explain finds the text for a message of huma's. The message itself is kept for what has none.
func explain(message string) (key string, args []any) {
	switch {
	case strings.HasPrefix(message, "expected required property"), message == "required path parameter is missing",
		strings.HasPrefix(message, "required query parameter"):
		return "error.required", nil
	case message == "unexpected property":
		return "api.error.unknown", nil
	}
	return "api.error.value", []any{"reason", message}
}
