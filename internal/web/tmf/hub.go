package tmf

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/signed"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

func hub(l *exchange.Listener) tmf.Hub {
	id := strconv.FormatInt(int64(l.ID), 10)
	return tmf.Hub{Type: "Hub", ID: id, Href: tmf.Prefix + "/hub/" + id, Callback: l.Callback, Query: l.Query}
}

func (s *service) listen(c *web.Ctx) error {
	raw, _, err := body(c, "application/json")
	if err != nil {
		return err
	}
	var in struct {
		Callback string `json:"callback"`
		Query    string `json:"query"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return errs.E(errs.Invalid, "tmf.error.json").Because(err)
	}
	l, secret, err := s.Exchange.Listen(c.Context(), c.Actor(), in.Callback, in.Query)
	if err != nil {
		return err
	}
	out := hub(&l)
	out.Secret = signed.Text(secret)
	c.Writer().Header().Set("Location", out.Href)
	return answer(c, http.StatusCreated, "application/json", out)
}

func listenerID(c *web.Ctx) exchange.ListenerID {
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64) // 0 is no listener.
	return exchange.ListenerID(id)
}

func (s *service) listener(c *web.Ctx) error {
	l, err := s.Exchange.Listener(c.Context(), c.Actor(), listenerID(c))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, "application/json", hub(&l))
}

func (s *service) unlisten(c *web.Ctx) error {
	if err := s.Exchange.Unlisten(c.Context(), c.Actor(), listenerID(c)); err != nil {
		return err
	}
	c.Writer().WriteHeader(http.StatusNoContent)
	return nil
}

// heard takes what a partner tells. Its address names the partner, and then the call is signed; or it names the type of
// the event, as the standard has it, and then the partner's token comes along.
func (s *service) heard(c *web.Ctx) error {
	name := c.Param("name")
	if slices.ContainsFunc(tmf.EventTypes(), func(kind string) bool { return tmf.Listener(kind) == name }) {
		p, err := s.Exchange.PartnerOf(c.Context(), c.Actor())
		if err != nil {
			return err
		}
		raw, _, err := body(c, "application/json")
		if err != nil {
			return err
		}
		if err := s.Exchange.Receive(c.Context(), &p, raw); err != nil {
			return err
		}
		c.Writer().WriteHeader(http.StatusNoContent)
		return nil
	}
	p, secrets, err := s.Exchange.Caller(c.Context(), name)
	if errs.Is(err, errs.NotFound) {
		return errs.E(errs.Unauthenticated, "hook.error.signature") // Who is a partner is nobody's business.
	}
	if err != nil {
		return err
	}
	return s.Guard.Take(c, hook.Source{Name: "tmf:" + name, Secrets: secrets, MaxBody: maxBody}, func(ctx context.Context, call hook.Call) error {
		return s.Exchange.Receive(ctx, &p, call.Body)
	})
}
