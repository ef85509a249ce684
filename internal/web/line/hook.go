package line

import (
	"context"

	"lotsen/internal/desk/line"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// Deps is what the address works with.
type Deps struct {
	DB    *sqldb.DB
	Line  *line.Service
	Guard *hook.Guard
}

// maxEvent is the longest event that is read, in bytes.
const maxEvent = 64 << 10

// Mount registers the address.
func Mount(rs *web.Routes, d Deps) {
	rs.Handle("POST /hook/calls/{source}", web.Public("a telephone system's call is believed by its signature"), d.heard, web.API())
}

// heard takes what a telephone system tells of a call.
func (d Deps) heard(c *web.Ctx) error {
	src, err := d.Line.Caller(c.Context(), c.Param("source"))
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	// Without a source there is no secret, and without a secret nothing is taken.
	from := hook.Source{Name: "calls", MaxBody: maxEvent}
	if err == nil {
		from.Name, from.Secrets = "calls:"+src.Key, [][]byte{secret(src.Secret)}
	}
	kind := c.Request().Header.Get("Content-Type")
	return d.Guard.Take(c, from, func(ctx context.Context, call hook.Call) error {
		e, err := Parse(kind, call.Body)
		if err != nil {
			return err
		}
		return d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			if err := d.Line.HearIn(ctx, tx, src.Source, e); err != nil {
				return err
			}
			return once.Settle(ctx, tx, e.CallID)
		})
	})
}
