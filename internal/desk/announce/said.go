package announce

import (
	"context"
	"slices"
	"sync"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
)

// Said is what whoever comes by a line is told now. It names nobody.
type Said struct {
	Line     line.Line
	At       time.Time
	Notices  []notice.Notice // What is not held.
	Opening  calendar.Opening
	Red      string // The code of today's holiday; "" for an ordinary day.
	Standing line.Standing
	Place    int // In which whoever comes now stands; 0 while closed.
	OnCall   OnCall
	CallBack bool // A call-back is offered.
}

// keep is how long an announcement is told again as it was: an exchange asks for every call.
const keep = 5 * time.Second

// mostKept bounds what is kept; there are as many as there are lines.
const mostKept = 1000

// shelf keeps announcements for some seconds.
type shelf struct {
	mu   sync.Mutex
	kept map[line.LineID]Said
}

func (x *shelf) get(id line.LineID, now time.Time) (Said, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s, ok := x.kept[id]
	return s, ok && !s.At.After(now) && now.Sub(s.At) < keep
}

func (x *shelf) put(s Said) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.kept == nil || len(x.kept) >= mostKept {
		x.kept = map[line.LineID]Said{}
	}
	x.kept[s.Line.ID] = s
}

// Announce tells what is said on a line of an organisation now; desk 0 is any of its desks. The caller has decided who may
// ask. Errors: errs.NotFound.
func (s *Service) Announce(ctx context.Context, org directory.OrgID, desk directory.DeskID, key string) (Said, error) {
	all, err := s.d.Line.LinesOf(ctx, authz.System("announce"), org)
	if err != nil {
		return Said{}, err
	}
	at := slices.IndexFunc(all, func(l line.Line) bool { return l.Key == key && (desk == 0 || l.Desk == desk) })
	if at < 0 {
		return Said{}, errs.Missing()
	}
	now := s.d.DB.Now()
	if kept, ok := s.said.get(all[at].ID, now); ok {
		return kept, nil
	}
	out := Said{Line: all[at], At: now}
	if err := s.fill(ctx, &out); err != nil {
		return out, err
	}
	s.said.put(out)
	return out, nil
}

func (s *Service) fill(ctx context.Context, out *Said) error {
	l, q := &out.Line, s.d.DB
	channel := notice.Phone
	if l.Channel == ticket.Chat {
		channel = notice.Chat
	}
	var err error
	if out.Notices, err = notice.RunningIn(ctx, q, channel, notice.Reader{Org: l.Org, Desk: l.Desk}); err != nil {
		return err
	}
	open, err := s.d.Calendar.Openings(ctx, l.Org, []string{string(l.Channel)}, out.At)
	if err != nil {
		return err
	}
	out.Opening = open[string(l.Channel)]
	if day, ok := holiday.InSweden(holiday.Of(out.At.In(clock.Stockholm()))); ok {
		out.Red = day.Code
	}
	onCall, err := s.OnCallOf(ctx, l.Org)
	if err != nil {
		return err
	}
	out.OnCall = onCall[l.Org]
	out.CallBack = l.Channel == ticket.Phone
	if !out.Opening.Open {
		return nil
	}
	out.Place = 1
	if out.Standing, err = s.d.Line.StandingOf(ctx, q, l.ID); err != nil {
		return err
	}
	out.Place += out.Standing.Waiting
	return nil
}
