package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// files registers what hands out and takes bytes. These answers go past huma, which would gather them in memory.
func (s *service) files(rs *web.Routes) {
	upload := op(http.MethodPost, "/attachments", "uploadAttachment", "Upload a file for a message that is sent afterwards", web.May(ticket.MayReport, ticket.MayWork), http.StatusCreated)
	upload.MaxBodyBytes = maxBody
	upload.Description = "The body is the file itself. What no message takes within a day goes away."
	huma.Register(s.api, upload, s.upload)
	s.bytesRoute(rs, op(http.MethodGet, "/attachments/{id}", "getAttachment", "A file's bytes", seesTickets(), http.StatusOK), "application/octet-stream", s.attachment)
	s.bytesRoute(rs, op(http.MethodGet, "/tickets/{ref}/messages/{id}/raw", "getRawMessage", "A mail as it came", web.May(ticket.MayRead), http.StatusOK), "message/rfc822", s.raw)
}

// bytesRoute registers a route beside huma and describes it in OpenAPI.
func (s *service) bytesRoute(rs *web.Routes, o huma.Operation, mediaType string, h web.Handler) {
	policy, _ := o.Metadata[policyKey].(web.Policy)
	rs.Handle(o.Method+" "+Prefix+o.Path, policy, h, web.API())
	for _, name := range pathParams(o.Path) {
		o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	o.Responses = map[string]*huma.Response{"200": {
		Description: "The bytes", Content: map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	s.api.OpenAPI().AddOperation(&o)
}

type uploadInput struct {
	Name           string `query:"name" required:"true" maxLength:"255"`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200"`
	RawBody        []byte `contentType:"application/octet-stream"`
}

type uploadOutput struct{ Body Attachment }

func (s *service) upload(ctx context.Context, in *uploadInput) (*uploadOutput, error) {
	a, err := s.Ticket.Upload(ctx, web.From(ctx).Actor(), ticket.File{Name: in.Name, Content: bytes.NewReader(in.RawBody)})
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &uploadOutput{attachmentOf(&a)}, nil
}

func (s *service) attachment(c *web.Ctx) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.Missing()
	}
	a, content, err := s.Ticket.Attachment(c.Context(), c.Actor(), ticket.AttachmentID(id))
	if err != nil {
		return err
	}
	defer content.Close() //nolint:errcheck // Opened for reading only.
	return c.Send(web.Download{Name: a.Name, Type: a.MediaType, Size: a.Size, Body: content, ETag: a.Blob})
}

// raw hands out a mail as it came, to the desk: it names everybody whom the sender wrote to.
func (s *service) raw(c *web.Ctx) error {
	t, err := s.Ticket.Load(c.Context(), c.Actor(), number(c.Param("ref")))
	if err != nil {
		return err
	}
	if !ticket.SeesInternal(c.Actor(), &t) {
		return errs.Missing()
	}
	list, err := s.Ticket.Messages(c.Context(), c.Actor(), &t)
	if err != nil {
		return err
	}
	for i := range list {
		if strconv.FormatInt(int64(list[i].ID), 10) == c.Param("id") && list[i].RawBlob != "" && !list[i].Masked {
			return s.sendRaw(c, &list[i])
		}
	}
	return errs.Missing()
}

func (s *service) sendRaw(c *web.Ctx, m *ticket.Message) error {
	content, err := s.Blobs.Get(c.Context(), m.RawBlob)
	if err != nil {
		return fmt.Errorf("raw message %d: %w", m.ID, err)
	}
	defer content.Close() //nolint:errcheck // Opened for reading only.
	size, err := content.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("raw message %d: %w", m.ID, err)
	}
	name := m.Ticket.String() + "-" + strconv.FormatInt(int64(m.ID), 10) + ".eml"
	return c.Send(web.Download{Name: name, Type: "message/rfc822", Size: size, Body: content, ETag: m.RawBlob})
}
