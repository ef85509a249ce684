package alarm

import (
	"context"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/hook"
)

// maxBody is the longest call: some thousands of alarms at once.
const maxBody = 8 << 20

// Deps is what the address works with.
type Deps struct {
	Alarm *alarm.Service
	Guard *hook.Guard
}

type service struct{ Deps }

// Path is a source's address.
func Path(code string) string { return "/hook/alarms/" + code }

// Mount registers the address.
func Mount(rs *web.Routes, d Deps) {
	s := &service{d}
	rs.Handle("POST "+Path("{code}"), web.Public("a call is believed by its signature, or by its source's token"), s.take,
		web.API(), web.ForeignToken(), web.In(web.LaneCalls))
}

func (s *service) take(c *web.Ctx) error {
	src, err := s.Alarm.Caller(c.Context(), c.Param("code"))
	if errs.Is(err, errs.NotFound) {
		return s.refuse(c) // Who is a source is nobody's business.
	}
	if err != nil {
		return err
	}
	from := hook.Source{Name: "alarm:" + src.Code, Secrets: s.Alarm.Secrets(&src), MaxBody: maxBody}
	work := func(ctx context.Context, call hook.Call) (string, error) {
		taken, err := s.Alarm.Receive(ctx, &src, call.Body)
		return s.Alarm.Reply(taken), err
	}
	if src.Auth == alarm.Token {
		err = s.Guard.TakeToken(c, from, s.Alarm.Tokens(&src), work)
	} else {
		err = s.Guard.TakeSigned(c, from, work)
	}
	if errs.Is(err, errs.Unauthenticated) {
		return s.refuse(c)
	}
	return err
}

// refuse is the same answer to everybody who is not believed.
func (s *service) refuse(c *web.Ctx) error {
	c.Writer().Header().Set("WWW-Authenticate", `Bearer realm="alarms"`)
	return errs.E(errs.Unauthenticated, "hook.error.signature")
}
