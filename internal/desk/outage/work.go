package outage

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// WorkID numbers work in a service window.
type WorkID int64

// The states of work.
const (
	Planned    = "planned"
	Done       = "done"
	Unfinished = "unfinished" // It may go on in the second window.
	Cancelled  = "cancelled"
)

// WorkStates lists the states into which planned work may go.
func WorkStates() []string { return []string{Done, Unfinished, Cancelled} }

// Work is work booked in a service window.
type Work struct {
	ID      WorkID
	Org     directory.OrgID
	Service service.ID // 0: of no single function.
	Sv, En  string
	Title   string
	Kind    WindowKind
	Date    string
	Minutes int
	Follows WorkID // In the second window: what was begun in the first.
	Reason  string
	State   string
	Comment string
	Version int64
}

// Window is the window in which it is booked.
func (w *Work) Window() Window {
	v, _ := windowOn(w.Kind, w.Date)
	return v
}

// NextPrimary is the window that a planner is offered first: the next primary one that has not begun.
func NextPrimary(now time.Time) Window {
	for m := now.AddDate(0, -1, 0); ; m = m.AddDate(0, 0, 20) {
		if w := PrimaryOf(m.Year(), m.Month()); w.From.After(now) {
			return w
		}
	}
}

// Book books work in a window. It asks for verb outage.write. The second window is for what was begun in the first and
// not finished: it needs the link to that and a reason.
func (s *Service) Book(ctx context.Context, by authz.Actor, org directory.OrgID, w Work) (Work, error) {
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := may(ctx, tx, by, MayWrite, org); err != nil {
			return err
		}
		w.Org, w.State, w.Version = org, Planned, 1
		if err := s.checkWork(ctx, tx, &w); err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertWork, int64(org), sqldb.ID(w.Service), w.Title, string(w.Kind), w.Date, w.Minutes, sqldb.ID(w.Follows), w.Reason,
			sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		w.ID = WorkID(id)
		return s.tell(ctx, tx, by, org, WindowStream, id, 1, Booked, w)
	})
	return w, err
}

func (s *Service) checkWork(ctx context.Context, tx *sqldb.Tx, w *Work) error {
	var f errs.Fields
	w.Title, w.Reason = clean.Line(w.Title, 200), clean.Text(w.Reason, maxCause)
	if w.Title == "" {
		f.Add("title", "error.required")
	}
	n, err := setting.Get[int](ctx, tx, w.Org, setting.ServiceWindows, tx.Now())
	if err != nil {
		return err
	}
	at, ok := windowOn(w.Kind, w.Date)
	switch {
	case !ok || n == 0:
		f.Add("date", "outage.error.window")
	case !at.To.After(tx.Now()):
		f.Add("date", "outage.error.window_past")
	case w.Minutes < 1 || w.Minutes > at.Minutes():
		f.Add("minutes", "outage.error.minutes", "max", at.Minutes())
	}
	if w.Service != 0 {
		if n, err := sqldb.One(ctx, tx, countService, sqldb.Value[int64], int64(w.Service), int64(w.Org)); err != nil {
			return err
		} else if n == 0 {
			f.Add("service", "error.choose")
		}
	}
	if w.Kind == Secondary {
		if n < 2 {
			f.Add("date", "outage.error.one_window")
		}
		if w.Reason == "" {
			f.Add("reason", "outage.error.reason")
		}
		first, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("outage.work_one", selectWork+`w.id = $1 and w.org_id = $2`), scanWork, int64(w.Follows), int64(w.Org))
		if err != nil {
			return err
		}
		if !found || first.Kind != Primary || first.State != Unfinished || ok && first.Date != before(at).Date() {
			f.Add("follows", "outage.error.follows")
		}
	} else if w.Follows != 0 {
		w.Follows = 0
	}
	return f.Err()
}

// before is the primary window of a secondary one's month.
func before(w Window) Window {
	at := w.From.In(clock.Stockholm())
	return PrimaryOf(at.Year(), at.Month())
}

// Settle says what became of work.
func (s *Service) Settle(ctx context.Context, by authz.Actor, id WorkID, version int64, state, comment string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		w, err := s.findWork(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := may(ctx, tx, by, MayWrite, w.Org); err != nil {
			return err
		}
		w.Comment = clean.Text(comment, maxCause)
		var f errs.Fields
		if !slices.Contains(WorkStates(), state) {
			f.Add("state", "error.choose")
		}
		if state == Unfinished && w.Comment == "" {
			f.Add("comment", "outage.error.comment")
		}
		if err := f.Err(); err != nil {
			return err
		}
		w.State = state
		n, err := tx.Exec(ctx, updateWork, int64(id), version, state, w.Comment)
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "outage.error.conflict")
		}
		if err != nil {
			return err
		}
		w.Version = version + 1
		return s.tell(ctx, tx, by, w.Org, WindowStream, int64(id), w.Version, Settled, w)
	})
}

// WorkOf returns one work. Errors: NotFound.
func (s *Service) WorkOf(ctx context.Context, by authz.Actor, id WorkID) (Work, error) {
	return s.findWork(ctx, s.DB, by, id)
}

// Windows is a year's windows with what is booked in them, and how the work is shared between the two.
type Windows struct {
	Year     int
	List     []Window
	Work     map[string][]Work // By the window's day.
	Minutes  map[WindowKind]int
	PerMonth int
}

// Share is the part of the booked time that lies in the windows of a kind, in per cent; false when nothing is booked.
func (w *Windows) Share(kind WindowKind) (float64, bool) {
	all := w.Minutes[Primary] + w.Minutes[Secondary]
	if all == 0 {
		return 0, false
	}
	return 100 * float64(w.Minutes[kind]) / float64(all), true
}

// Windows returns a year's service windows. It asks for verb outage.read.
func (s *Service) Windows(ctx context.Context, by authz.Actor, org directory.OrgID, year int) (Windows, error) {
	if err := may(ctx, s.DB, by, MayRead, org); err != nil {
		return Windows{}, err
	}
	out := Windows{Year: year, Work: map[string][]Work{}, Minutes: map[WindowKind]int{}}
	var err error
	if out.PerMonth, err = setting.Get[int](ctx, s.DB, org, setting.ServiceWindows, Period{Year: year}.level()); err != nil {
		return out, err
	}
	out.List = WindowsOf(year, out.PerMonth)
	first, last := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	list, err := sqldb.All(ctx, s.DB, workIn, scanWork, int64(org), first.Format(time.DateOnly), last.Format(time.DateOnly))
	for _, w := range list {
		if slices.ContainsFunc(out.List, func(v Window) bool { return v.Kind == w.Kind && v.Date() == w.Date }) {
			out.Work[w.Date] = append(out.Work[w.Date], w)
			if w.State != Cancelled {
				out.Minutes[w.Kind] += w.Minutes
			}
		}
	}
	return out, err
}

func (s *Service) findWork(ctx context.Context, q sqldb.Querier, by authz.Actor, id WorkID) (Work, error) {
	var c sqldb.Where
	text, args := within(by, MayRead).For("w").SQL()
	c.And(text, args...)
	c.And("w.id = ?", int64(id))
	w, found, err := sqldb.Maybe(ctx, q, sqldb.Q("outage.work_seen", selectWork+c.SQL()), scanWork, c.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return w, err
}

const selectWork = `select w.id, w.org_id, w.service_id, coalesce(s.name_sv, ''), coalesce(s.name_en, ''), w.title, w.kind, w.date, w.minutes, w.follows_id,
	w.reason, w.state, w.comment, w.version from window_work w left join service s on s.id = w.service_id where `

var (
	insertWork = sqldb.Q("outage.work_insert", `
		insert into window_work (org_id, service_id, title, kind, date, minutes, follows_id, reason, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	updateWork = sqldb.Q("outage.work_update", `
		update window_work set state = $3, comment = $4, version = version + 1 where id = $1 and version = $2`)
	workIn = sqldb.Q("outage.work_in", selectWork+`w.org_id = $1 and w.date >= $2 and w.date < $3 order by w.date, w.id limit 1000`)
)

func scanWork(r sqldb.Row) (Work, error) {
	var w Work
	err := r.Scan(&w.ID, &w.Org, sqldb.ScanID(&w.Service), &w.Sv, &w.En, &w.Title, &w.Kind, &w.Date, &w.Minutes, sqldb.ScanID(&w.Follows), &w.Reason,
		&w.State, &w.Comment, &w.Version)
	return w, err
}
