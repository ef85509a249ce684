package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
)

// The operations that are settled in the transaction of their work.
const (
	createTicket = "createTicket"
	addMessage   = "addMessage"
)

// settled answers a POST that did its work before the process died and has kept no answer: as the first time, with what
// it made as it is now.
func (s *service) settled(c *web.Ctx, o *huma.Operation, note string) (*recorder, error) {
	id, version, err := ticket.ParseSettled(note)
	if err != nil {
		return nil, err
	}
	w := &recorder{header: http.Header{"Content-Type": {"application/json"}}, status: o.DefaultStatus}
	var body any
	switch o.OperationID {
	case createTicket:
		t, err := s.full(c.Context(), c.Actor(), id, c.T.Lang())
		if err != nil {
			return nil, err
		}
		w.header.Set("Location", Prefix+"/tickets/"+id.String())
		w.header.Set("ETag", etag(t.Version))
		body = t
	case addMessage:
		out, err := s.said(c.Context(), c.Actor(), id, version)
		if err != nil {
			return nil, err
		}
		w.header.Set("Location", out.Location)
		body = out.Body
	case delegateTicket:
		out, err := s.settledDelegation(c, id)
		if err != nil {
			return nil, err
		}
		body = out
	default:
		return nil, fmt.Errorf("%s has been done and cannot be answered again: %s", o.OperationID, note)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("answer of a settled request: %w", err)
	}
	w.body.Write(raw)
	return w, nil
}
