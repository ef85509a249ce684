package clocks

import (
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/ui"
)

// Part is what a user reads of clocks: when they hear from us, when it should work again, and what it is about. It costs
// one statement, and none once the case is over.
func Part(s *sla.Service) portal.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
		var v portal.PartView
		if !x.State.Active() || x.Channel == ticket.Import {
			return v, nil
		}
		shown, err := s.Show(c.Context(), x)
		if err != nil || len(shown.Clocks) == 0 {
			return v, err
		}
		add := func(key, text string) {
			v.Facts = append(v.Facts, ui.Definition{Term: c.T.T("sla.user." + key), Text: text})
		}
		if shown.Service.Sv != "" {
			add("about", shown.Service.Name(c.T.Lang()))
		}
		for _, clock := range []sla.Clock{sla.Respond, sla.Remedy, sla.Resolve} {
			for i := range shown.Clocks {
				r := &shown.Clocks[i]
				if r.Clock != clock || r.State.Ended() || clock == sla.Resolve && has(shown.Clocks, sla.Remedy) {
					continue
				}
				if text := expected(c, &shown, r); text != "" {
					add(string(clock), text)
				}
			}
		}
		return v, nil
	}
}

func has(rows []sla.Row, c sla.Clock) bool {
	for i := range rows {
		if rows[i].Clock == c {
			return true
		}
	}
	return false
}

// expected is when something is promised: honest when it is late, and silent about a time that nobody knows.
func expected(c *web.Ctx, shown *sla.Shown, r *sla.Row) string {
	if r.State == sla.Paused && !r.Late(c.Now()) {
		return c.T.T("sla.user.paused")
	}
	if r.Due.IsZero() {
		return ""
	}
	at := clockwords.Moment(c.T, shown.Calendar.Zone(), c.Now(), r.Due)
	if r.Late(c.Now()) {
		return c.T.T("sla.user.late", "at", at)
	}
	return c.T.T("sla.user.by", "at", at)
}
