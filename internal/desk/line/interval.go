package line

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostRows bounds a file of intervals: a year of quarters of an hour on one line.
const mostRows = 40_000

// Interval is what a telephone system has counted by itself.
type Interval struct {
	Line                                 LineID
	Starts                               time.Time
	Category                             directory.Category
	Minutes                              int
	Offered, Answered, Abandoned, Timely int64
	Waited                               time.Duration // By the answered, all together.
	row                                  int
}

// Problem is what is wrong with a row of a file, as a text key.
type Problem struct {
	Row  int
	Key  string
	Args []any
}

// Plan is what reading a file in would do. Nothing has been done.
type Plan struct {
	New, Changed, Same int
	Problems           []Problem
	write              []Interval
	lines              map[LineID]Line
}

// Writes is how many intervals would be written.
func (p *Plan) Writes() int { return len(p.write) }

// columns of a file: those before wait_seconds must be there.
var intervalColumns = []string{"line", "start", "minutes", "category", "offered", "answered", "abandoned", "wait_seconds", "within_target"}

// PlanIntervals tells what a file of intervals would do: a head with the columns, then a row for each interval, with commas,
// semicolons or tabs; a start without a zone is Swedish time. It asks for verb line.configure.
// Errors: errs.Forbidden.
func (s *Service) PlanIntervals(ctx context.Context, by authz.Actor, file io.Reader) (Plan, error) {
	var plan Plan
	lines, err := s.lines(ctx, by, MayConfigure)
	if err != nil {
		return plan, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		plan, err = planIntervals(ctx, tx, lines, file)
		return err
	})
	return plan, err
}

// ReadIntervals reads a file in, all of it or nothing. The same file again changes nothing. Errors: errs.Forbidden,
// errs.Invalid when anything in it is wrong.
func (s *Service) ReadIntervals(ctx context.Context, by authz.Actor, file []byte) (int, error) {
	lines, err := s.lines(ctx, by, MayConfigure)
	if err != nil {
		return 0, err
	}
	written := 0
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		plan, err := planIntervals(ctx, tx, lines, strings.NewReader(string(file)))
		if err != nil {
			return err
		}
		if len(plan.Problems) > 0 {
			return errs.E(errs.Invalid, "line.admin.import_changed")
		}
		written = plan.Writes()
		for _, i := range plan.write {
			l := plan.lines[i.Line]
			open, err := s.openAt(ctx, tx, l, i.Starts)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, saveInterval, int64(i.Line), sqldb.Time(i.Starts), string(i.Category), i.Minutes, open, i.Offered, i.Answered,
				i.Abandoned, i.Timely, i.Waited.Microseconds(), sqldb.ID(by.Person), sqldb.Time(tx.Now())); err != nil {
				return err
			}
		}
		return nil
	})
	return written, err
}

var (
	saveInterval = sqldb.Q("line.interval_save", `
		insert into line_interval (line_id, starts_at, category, minutes, open, offered, answered, abandoned, timely, waited, added_by, added_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (line_id, starts_at, category) do update set minutes = excluded.minutes, open = excluded.open, offered = excluded.offered,
			answered = excluded.answered, abandoned = excluded.abandoned, timely = excluded.timely, waited = excluded.waited, added_by = excluded.added_by,
			added_at = excluded.added_at`)
	intervalsOf = sqldb.Q("line.intervals", `
		select line_id, starts_at, category, minutes, offered, answered, abandoned, timely, waited from line_interval
		where line_id = $1 and starts_at >= $2 and starts_at <= $3`)
	countedHours = sqldb.Q("line.counted_hours", `
		select distinct hour_at from contact_hour where line_id = $1 and hour_at >= $2 and hour_at <= $3 and offered > 0`)
)

type intervalKey struct {
	line     LineID
	starts   int64
	category directory.Category
}

func (i *Interval) key() intervalKey { return intervalKey{i.Line, i.Starts.UnixMicro(), i.Category} }

// same compares everything but where it stood in the file.
func (i Interval) same(o Interval) bool {
	i.row, o.row = 0, 0
	return i.Starts.Equal(o.Starts) && func() bool { i.Starts, o.Starts = time.Time{}, time.Time{}; return i == o }()
}

func planIntervals(ctx context.Context, q sqldb.Querier, lines []Line, file io.Reader) (Plan, error) {
	list, problems := parseIntervals(lines, file)
	plan := Plan{Problems: problems, lines: map[LineID]Line{}}
	for _, l := range lines {
		plan.lines[l.ID] = l
	}
	known, counted := map[intervalKey]Interval{}, map[LineID]map[int64]bool{}
	for _, l := range lines {
		from, to, any := span(list, l.ID)
		if !any {
			continue
		}
		err := sqldb.Each(ctx, q, intervalsOf, func(r sqldb.Row) error {
			var i Interval
			var waited int64
			err := r.Scan(&i.Line, sqldb.ScanTime(&i.Starts), &i.Category, &i.Minutes, &i.Offered, &i.Answered, &i.Abandoned, &i.Timely, &waited)
			i.Waited = time.Duration(waited) * time.Microsecond
			known[i.key()] = i
			return err
		}, int64(l.ID), sqldb.Time(from), sqldb.Time(to))
		if err != nil {
			return plan, err
		}
		counted[l.ID] = map[int64]bool{}
		err = sqldb.Each(ctx, q, countedHours, func(r sqldb.Row) error {
			var at time.Time
			err := r.Scan(sqldb.ScanTime(&at))
			counted[l.ID][at.UnixMicro()] = true
			return err
		}, int64(l.ID), sqldb.Time(from.Truncate(time.Hour)), sqldb.Time(to))
		if err != nil {
			return plan, err
		}
	}
	for _, i := range list {
		old, found := known[i.key()]
		switch {
		case counted[i.Line][i.Starts.Truncate(time.Hour).UnixMicro()]:
			plan.Problems = append(plan.Problems, Problem{i.row, "line.import.counted", nil})
		case !found:
			plan.New++
			plan.write = append(plan.write, i)
		case i.same(old):
			plan.Same++
		default:
			plan.Changed++
			plan.write = append(plan.write, i)
		}
	}
	return plan, nil
}

func span(list []Interval, of LineID) (from, to time.Time, found bool) {
	for _, i := range list {
		if i.Line != of {
			continue
		}
		if !found || i.Starts.Before(from) {
			from = i.Starts
		}
		if !found || i.Starts.After(to) {
			to = i.Starts
		}
		found = true
	}
	return from, to, found
}

// parseIntervals reads rows and gathers everything that is wrong with them.
func parseIntervals(lines []Line, file io.Reader) ([]Interval, []Problem) {
	raw, err := io.ReadAll(io.LimitReader(file, 16<<20))
	text := strings.TrimPrefix(strings.ToValidUTF8(string(raw), ""), "\ufeff")
	head, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	for _, comma := range ",;\t" {
		if strings.ContainsRune(head, comma) {
			r.Comma = comma
		}
	}
	names, headErr := r.Read()
	if err != nil || headErr != nil {
		return nil, []Problem{{1, "line.import.columns", []any{"name", intervalColumns[0]}}}
	}
	at := map[string]int{}
	for i, n := range names {
		at[strings.ToLower(strings.TrimSpace(n))] = i
	}
	for _, n := range intervalColumns[:8] {
		if _, ok := at[n]; !ok {
			return nil, []Problem{{1, "line.import.columns", []any{"name", n}}}
		}
	}
	var list []Interval
	var problems []Problem
	seen := map[intervalKey]bool{}
	for row := 2; ; row++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, problems
		}
		if row > mostRows {
			return nil, append(problems, Problem{row, "line.import.big", []any{"max", mostRows}})
		}
		i, wrong := intervalOf(lines, func(name string) string {
			if n, ok := at[name]; ok && n < len(record) {
				return clean.Line(record[n], 100)
			}
			return ""
		})
		switch {
		case wrong == nil && seen[i.key()]:
			wrong = &Problem{Key: "line.import.twice"}
			fallthrough
		case wrong != nil:
			wrong.Row = row
			problems = append(problems, *wrong)
		default:
			i.row = row
			seen[i.key()] = true
			list = append(list, i)
		}
	}
}

func intervalOf(lines []Line, get func(string) string) (Interval, *Problem) {
	i := Interval{Category: directory.Category(get("category"))}
	at := slices.IndexFunc(lines, func(l Line) bool {
		return l.Key == get("line") || l.Number != "" && l.Number == Number(get("line"), "")
	})
	if at < 0 {
		return i, &Problem{Key: "line.import.line", Args: []any{"key", get("line")}}
	}
	i.Line = lines[at].ID
	if i.Category == "" {
		i.Category = lines[at].Audience
	} else if !i.Category.Valid() {
		return i, &Problem{Key: "line.import.category", Args: []any{"value", get("category")}}
	}
	var ok bool
	if i.Starts, ok = startOf(get("start")); !ok {
		return i, &Problem{Key: "line.import.time", Args: []any{"value", get("start")}}
	}
	var waited int64
	for _, n := range []struct {
		name  string
		to    *int64
		empty bool
	}{{"offered", &i.Offered, false}, {"answered", &i.Answered, false}, {"abandoned", &i.Abandoned, false}, {"wait_seconds", &waited, false}, {"within_target", &i.Timely, true}} {
		if n.empty && get(n.name) == "" {
			continue
		}
		v, err := strconv.ParseInt(get(n.name), 10, 64)
		if err != nil || v < 0 || v > 1_000_000_000 {
			return i, &Problem{Key: "line.import.number", Args: []any{"name", n.name}}
		}
		*n.to = v
	}
	minutes, err := strconv.Atoi(get("minutes"))
	if err != nil || minutes < 1 || minutes > 24*60 {
		return i, &Problem{Key: "line.import.number", Args: []any{"name", "minutes"}}
	}
	i.Minutes, i.Waited = minutes, time.Duration(waited)*time.Second
	if i.Answered+i.Abandoned > i.Offered || i.Timely > i.Answered {
		return i, &Problem{Key: "line.import.sum"}
	}
	return i, nil
}

func startOf(s string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), true
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, clock.Stockholm()); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
