package line

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// What a telephone system tells of a call, in the words of the open CTI model.
const (
	CallNew    = "newCall"
	CallAnswer = "answer"
	CallHangup = "hangup"
	CallRating = "rating" // What the caller thought, by a digit keyed or a link followed.
)

// CallEvent is one thing that a telephone system tells of a call.
type CallEvent struct {
	Kind      string
	CallID    string
	From, To  string
	Direction string   // "in" or "out"; "" is in.
	Users     []string // Whose telephones ring, or who answered: short numbers, logins or mail addresses.
	Queue     string
	Cause     string
	Score     int       // 1 to 5.
	At        time.Time // When it happened; zero: now.
}

// How far from now an event's own time is believed.
const (
	oldest = 24 * time.Hour
	fast   = time.Minute
)

// Hear takes what a telephone system tells of a call. Events may come twice, late and in any order: together they say
// the same. Calls out are nobody's contact. Errors: errs.Invalid for what no system should say.
func (s *Service) Hear(ctx context.Context, src Source, e CallEvent) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.HearIn(ctx, tx, src, e) })
}

// HearIn is Hear inside the transaction of whoever settles the call that carried it.
func (s *Service) HearIn(ctx context.Context, tx *sqldb.Tx, src Source, e CallEvent) error {
	if err := e.check(); err != nil {
		return err
	}
	if e.Direction == "out" {
		return nil
	}
	now := tx.Now()
	if e.At.IsZero() || e.At.After(now.Add(fast)) || e.At.Before(now.Add(-oldest)) {
		e.At = now
	}
	if e.At.After(now) {
		e.At = now
	}
	if err := heard(ctx, tx, src.ID); err != nil {
		return err
	}
	by := authz.System("calls")
	users, err := s.usersOf(ctx, tx, src.Org, e.Users)
	if err != nil {
		return err
	}
	c, found, err := sqldb.Maybe(ctx, tx, contactBy, scanContact, int64(src.Org), src.Key, e.CallID)
	if err != nil {
		return err
	}
	if !found {
		if c, found, err = s.begin(ctx, tx, by, src, e, users); err != nil || !found {
			return err
		}
	} else if err := s.complete(ctx, tx, src, e, &c); err != nil {
		return err
	}
	return s.follow(ctx, tx, by, &c, e, users)
}

// check refuses what no system should say.
func (e *CallEvent) check() error {
	var bad errs.Fields
	if !slices.Contains([]string{CallNew, CallAnswer, CallHangup, CallRating}, e.Kind) {
		bad.Add("event", "error.choose")
	}
	if e.CallID == "" || len(e.CallID) > 200 {
		bad.Add("callId", "line.error.call_id")
	}
	if e.Direction != "" && e.Direction != "in" && e.Direction != "out" {
		bad.Add("direction", "error.choose")
	}
	if e.Kind == CallRating && (e.Score < 1 || e.Score > 5) {
		bad.Add("score", "error.choose")
	}
	return bad.Err()
}

// begin makes the contact of a call that is heard of for the first time, whatever is told of it.
func (s *Service) begin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, src Source, e CallEvent, users []directory.PersonID) (Contact, bool, error) {
	l, found, err := lineFor(ctx, tx, src, e)
	if err != nil {
		return Contact{}, false, err
	}
	if !found && e.Kind != CallNew {
		return Contact{}, false, nil // The end of a call that never was on a line of ours.
	}
	if !found {
		// The system is configured wrongly. It cannot mend that itself: whoever configures it is told.
		_, err := tx.Exec(ctx, faultSource, FaultLine, int64(src.ID))
		return Contact{}, false, err
	}
	in := Arrival{Line: l.ID, Source: src.Key, External: e.CallID, Caller: Number(e.From, src.Prefix), Came: e.At}
	if e.Kind == CallNew {
		in.Rings = users
	}
	c, err := s.ArriveIn(ctx, tx, by, in)
	return c, err == nil, err
}

// complete adds what a late event knows of a call: that it came earlier, on another line, or from where.
func (s *Service) complete(ctx context.Context, tx *sqldb.Tx, src Source, e CallEvent, c *Contact) error {
	before := *c
	if c.Caller == "" {
		c.Caller = Number(e.From, src.Prefix)
	}
	if e.At.Before(c.Came) && e.Kind != CallRating {
		c.Came = e.At
		l, err := loadLine(ctx, tx, c.Line)
		if err != nil {
			return err
		}
		if c.Open, err = s.openAt(ctx, tx, l, c.Came); err != nil {
			return err
		}
	}
	if *c == before {
		return nil
	}
	return change(ctx, tx, &before, c)
}

// follow does what the event says.
func (s *Service) follow(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Contact, e CallEvent, users []directory.PersonID) error {
	switch e.Kind {
	case CallNew:
		if c.State == Waiting {
			tx.Poke(Topic(c.Desk))
			return ring(ctx, tx, c.ID, users)
		}
	case CallAnswer:
		var agent directory.PersonID
		if len(users) == 1 {
			agent = users[0]
		}
		return s.answer(ctx, tx, by, c, agent, e.At)
	case CallHangup:
		outcome := Outcome("")
		if strings.EqualFold(e.Cause, "forwarded") {
			outcome = Moved
		}
		return s.end(ctx, tx, by, c, outcome, e.Cause, e.At)
	case CallRating:
		return s.rate(ctx, tx, by, c, e.Score)
	}
	return nil
}

func (s *Service) rate(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *Contact, score int) error {
	if c.Score == score {
		return nil
	}
	before := *c
	c.Score = score
	if err := change(ctx, tx, &before, c); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, c, EventRated, tx.Now())
}

var (
	lineByNumber = sqldb.Q("line.by_number", `select `+lineColumns+` from line l where l.org_id = $1 and l.number = $2 and l.number <> '' and l.active`)
	lineByQueue  = sqldb.Q("line.by_queue", `
		select `+lineColumns+` from line l where l.org_id = $1 and l.active and l.channel = 'phone' and (l.queue = $2 and l.queue <> '' or l.key = $2)
		order by l.id limit 1`)
)

// lineFor finds the line that was dialled; where the number tells nothing, the queue.
func lineFor(ctx context.Context, q sqldb.Querier, src Source, e CallEvent) (Line, bool, error) {
	if number := Number(e.To, src.Prefix); number != "" {
		l, found, err := sqldb.Maybe(ctx, q, lineByNumber, scanLine, int64(src.Org), number)
		if err != nil || found {
			return l, found, err
		}
	}
	if e.Queue == "" {
		return Line{}, false, nil
	}
	return sqldb.Maybe(ctx, q, lineByQueue, scanLine, int64(src.Org), e.Queue)
}

// mostUsers bounds whose telephones ring for one call.
const mostUsers = 50

// usersOf finds the people behind short numbers, logins and mail addresses. Those unknown are left out.
func (s *Service) usersOf(ctx context.Context, q sqldb.Querier, org directory.OrgID, names []string) ([]directory.PersonID, error) {
	var list []string
	for _, n := range names[:min(len(names), mostUsers)] {
		if n = strings.TrimSpace(n); n != "" {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return sqldb.All(ctx, q, peopleCalled, sqldb.Value[directory.PersonID], int64(org), sqldb.List[string](list))
}

var peopleCalled = sqldb.Q("line.users", `
	select e.person_id from call_extension e where e.org_id = $1 and e.number {{in $2}}
	union select p.id from person p where p.login {{in $2}} and p.org_id = $1 and p.active
	union select p.id from person p where p.email {{in $2}} and p.org_id = $1 and p.active`)
