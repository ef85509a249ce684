package announce

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Board is how it stands at a desk, for a wall. It names nobody.
type Board struct {
	Org      directory.OrgID
	Desk     directory.DeskID
	DeskName string
	At       time.Time
	Lines    []LineState
	Waiting  []Waiting // Who goes first stands first.
	Letters  []Letters // Cases that came in writing and that nobody has answered.
	Outages  int
	Majors   int
	Soon     int // Cases that miss a promise within the hour.
	Late     int // Cases that have missed one.
}

// LineState is a line as it stands.
type LineState struct {
	line.Line
	line.Standing
	Today line.Tally
	Late  bool // Whoever has waited longest has waited longer than promised.
}

// Waiting is somebody who waits, without who.
type Waiting struct {
	Channel ticket.Channel
	Line    line.LineID
	Since   time.Time
	Waited  time.Duration
	Target  time.Duration
	Urgent  bool
	Late    bool
}

// Letters is what came in writing by one channel and has not been answered.
type Letters struct {
	Channel ticket.Channel
	Count   int
	Oldest  time.Time
}

var (
	selectDesk = sqldb.Q("announce.desk", `select org_id, name from desk where id = $1`)
	// New cases are those that nobody at the desk has touched. Those about protected people are not counted: whoever looks at
	// the wall could not open them.
	selectNumbers = sqldb.Q("announce.numbers", `
		select t.channel, count(*), min(t.created_at) from ticket t
			where t.desk_id = $1 and t.state = 'new' and not t.sealed and t.channel in ('portal', 'mail') group by t.channel
		union all select 'outage', count(*), null from outage where org_id = $2 and ends_at is null and void_reason = ''
		union all select 'major', count(*), null from major where desk_id = $1 and ended_at is null
		union all select 'soon', count(*), null from ticket t
			where t.desk_id = $1 and t.active and not t.sealed and t.due_at > $3 and t.due_at <= $4
		union all select 'late', count(*), null from ticket t where t.desk_id = $1 and t.active and not t.sealed and t.due_at <= $3`)
)

// soon is how far ahead the wall looks for promises about to be missed.
const soon = time.Hour

// Look tells how it stands at a desk. The caller has decided who may look: it names nobody.
// Errors: errs.NotFound.
func (s *Service) Look(ctx context.Context, desk directory.DeskID) (Board, error) {
	q := s.d.DB
	b := Board{Desk: desk, At: q.Now()}
	type row struct {
		org  directory.OrgID
		name string
	}
	d, found, err := sqldb.Maybe(ctx, q, selectDesk, func(r sqldb.Row) (row, error) {
		var x row
		return x, r.Scan(&x.org, &x.name)
	}, int64(desk))
	if err != nil || !found {
		return b, errorOr(err, errs.Missing())
	}
	b.Org, b.DeskName = d.org, d.name
	if err := s.lines(ctx, &b); err != nil {
		return b, err
	}
	return b, s.numbers(ctx, &b)
}

// lines fills in what waits and what was answered today.
func (s *Service) lines(ctx context.Context, b *Board) error {
	system := authz.System("wall")
	all, err := s.d.Line.LinesOf(ctx, system, b.Org)
	if err != nil {
		return err
	}
	standing, err := s.d.Line.Standings(ctx, s.d.DB, b.Desk)
	if err != nil {
		return err
	}
	local := b.At.In(clock.Stockholm())
	morning := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	counts := authz.Actor{System: "", Grants: []authz.Grant{{Verb: line.MayRead, Reach: authz.Desk, Of: int64(b.Desk)}}}
	figures, err := s.d.Line.Figures(ctx, counts, morning, b.At.Add(time.Hour))
	if err != nil {
		return err
	}
	waiting, err := s.d.Line.WaitingOf(ctx, system, b.Desk)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		b.Waiting = append(b.Waiting, Waiting{
			Channel: w.Channel, Line: w.Line, Since: w.Came, Waited: w.Waited(b.At), Target: w.Target, Urgent: w.Urgent(), Late: w.Late(b.At),
		})
	}
	for _, l := range all {
		if l.Desk != b.Desk {
			continue
		}
		x := LineState{Line: l, Standing: standing[l.ID]}
		for _, f := range figures {
			if f.Line == l.ID {
				x.Today = x.Today.Plus(f.Tally)
			}
		}
		x.Late = l.Target > 0 && x.Longest > l.Target
		b.Lines = append(b.Lines, x)
	}
	return nil
}

func (s *Service) numbers(ctx context.Context, b *Board) error {
	return sqldb.Each(ctx, s.d.DB, selectNumbers, func(r sqldb.Row) error {
		var what string
		var n int
		var oldest time.Time
		if err := r.Scan(&what, &n, sqldb.ScanTime(&oldest)); err != nil {
			return err
		}
		switch what {
		case "outage":
			b.Outages = n
		case "major":
			b.Majors = n
		case "soon":
			b.Soon = n
		case "late":
			b.Late = n
		default:
			b.Letters = append(b.Letters, Letters{Channel: ticket.Channel(what), Count: n, Oldest: oldest})
		}
		return nil
	}, int64(b.Desk), int64(b.Org), sqldb.Time(b.At), sqldb.Time(b.At.Add(soon)))
}
