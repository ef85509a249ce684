package connector

import (
	"context"
	"fmt"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// maxBody is the longest answer that is taken.
const maxBody = 64 << 10

// Deps is what the address works with.
type Deps struct {
	Connector *connector.Service
	Guard     *hook.Guard
}

// Mount registers the address.
func Mount(rs *web.Routes, d Deps) {
	rs.Handle("POST /hook/connector/{key}", web.Public("a call is believed by its signature"), d.take, web.API(), web.ForeignToken(), web.In(web.LaneCalls))
}

func (d Deps) take(c *web.Ctx) error {
	id, secrets, err := d.Connector.Secrets(c.Context(), c.Param("key"))
	if errs.Is(err, errs.NotFound) {
		return errs.E(errs.Unauthenticated, "hook.error.signature")
	}
	if err != nil {
		return err
	}
	from := hook.Source{Name: fmt.Sprintf("connector:%d", id), Secrets: secrets, MaxBody: maxBody}
	return d.Guard.Take(c, from, func(ctx context.Context, call hook.Call) error { return d.Connector.Hear(ctx, id, call.Body) })
}
