package incidents

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
)

// row is one line of the file, read by the mapping. Names stand for what has no id yet.
type row struct {
	line                                          int
	number                                        string
	caller, assignee, site, unit, category, group string
	in                                            ticket.Imported
	digest                                        string // What the line said, in the mapped columns.
}

// header finds the mapped columns in the file's first line.
type header struct {
	at    map[string]int
	width int
}

func (m *Mapping) header(names []string) (header, error) {
	h := header{at: map[string]int{}, width: len(names)}
	for i, name := range names {
		h.at[strings.TrimSpace(name)] = i
	}
	var missing []string
	for _, column := range m.Columns.all() {
		if _, ok := h.at[column]; !ok && column != "" {
			missing = append(missing, column)
		}
	}
	if len(missing) > 0 {
		return h, fmt.Errorf("the file has no column %s; the mapping names it", strings.Join(missing, ", "))
	}
	return h, nil
}

func (c *Columns) all() []string {
	return []string{
		c.Number, c.At, c.By, c.Opened, c.Resolved, c.Closed, c.State, c.Channel, c.Caller, c.Assignee, c.Site, c.Unit, c.Category,
		c.Group, c.Impact, c.Urgency, c.Priority, c.Reopened, c.HandOvers, c.WithinTarget, c.Solution, c.SolutionCode,
	}
}

// reader reads the values of one line and keeps what is wrong with them.
type reader struct {
	m      *Mapping
	h      header
	record []string
	faults []error
}

// value is a cell; "" when the column is not mapped or the value is not known.
func (r *reader) value(column string) string {
	i, ok := r.h.at[column]
	if column == "" || !ok {
		return ""
	}
	v := strings.TrimSpace(r.record[i])
	if slices.Contains(r.m.Unknown, v) {
		return ""
	}
	return v
}

func (r *reader) fault(column string, err error) {
	r.faults = append(r.faults, fmt.Errorf("%s: %w", column, err))
}

func (r *reader) time(column string) time.Time {
	v := r.value(column)
	if v == "" {
		return time.Time{}
	}
	t, err := r.m.time(v)
	if err != nil {
		r.fault(column, err)
	}
	return t
}

func (r *reader) needed(column string) time.Time {
	t := r.time(column)
	if t.IsZero() && r.value(column) == "" {
		r.fault(column, errors.New("a time is missing"))
	}
	return t
}

func (r *reader) level(column string, table map[string]int, most int) int {
	v := r.value(column)
	if v == "" {
		return 0
	}
	n, err := level(table, v, most)
	if err != nil {
		r.fault(column, err)
	}
	return n
}

// count is -1 where the file does not count: the importer does then.
func (r *reader) count(column string) int {
	if column == "" {
		return -1
	}
	v := r.value(column)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		r.fault(column, fmt.Errorf("%q is no number", v))
	}
	return n
}

func (r *reader) yes(column string) *bool {
	v := strings.ToLower(r.value(column))
	if v == "" {
		return nil
	}
	yes := slices.Contains([]string{"true", "1", "yes", "ja", "y", "j"}, v) || contains(r.m.Yes, v)
	no := slices.Contains([]string{"false", "0", "no", "nej", "n"}, v) || contains(r.m.No, v)
	if yes == no {
		r.fault(column, fmt.Errorf("%q is neither yes nor no", v))
	}
	return &yes
}

func contains(words []string, v string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, v) })
}

// read turns a record into a row. Its error tells everything that is wrong with the line.
func (m *Mapping) read(h header, line int, record []string) (row, error) {
	r := &reader{m: m, h: h, record: record}
	if len(record) != h.width {
		return row{}, fmt.Errorf("%d values where the first line has %d", len(record), h.width)
	}
	c := &m.Columns
	out := row{
		line: line, number: r.value(c.Number), caller: r.value(c.Caller), assignee: r.value(c.Assignee), site: r.value(c.Site), unit: r.value(c.Unit),
		category: r.value(c.Category), group: r.value(c.Group),
	}
	if out.number == "" {
		r.fault(c.Number, errors.New("the number is missing"))
	}
	out.in = ticket.Imported{
		Source: m.Source, External: out.number, At: r.needed(c.At), By: r.value(c.By), Kind: m.Kind, Title: r.title(), Channel: m.channel(r.value(c.Channel)),
		Impact: r.level(c.Impact, m.Impact, 3), Urgency: r.level(c.Urgency, m.Urgency, 3), Priority: r.level(c.Priority, m.Priority, 5),
		Reopened: r.count(c.Reopened), HandOvers: r.count(c.HandOvers), WithinTarget: r.yes(c.WithinTarget), CreatedAt: r.needed(c.Opened),
		Solution: r.value(c.Solution), SolutionCode: r.value(c.SolutionCode),
	}
	if c.Priority == "" {
		out.in.Priority = -1
	}
	r.state(&out.in)
	out.digest = strings.Join(r.mapped(), "\x00")
	return out, errors.Join(r.faults...)
}

// state reads the state and the times that go with it. A log repeats the final times on each line; they count once the
// case has come that far.
func (r *reader) state(in *ticket.Imported) {
	c := &r.m.Columns
	word := r.value(c.State)
	resolved, closed := r.time(c.Resolved), r.time(c.Closed)
	s, known := r.m.States[word]
	in.State, in.Substate = s.State, s.Substate
	if !known {
		in.Substate = word
	}
	ended := in.State.Ended()
	if !known || ended || in.State == ticket.StateResolved || !in.At.Before(resolved) {
		in.ResolvedAt = resolved
	}
	if !known || ended || !closed.IsZero() && !in.At.Before(closed) {
		in.ClosedAt = closed
	}
}

func (m *Mapping) channel(word string) ticket.Channel {
	if c, ok := m.Channels[word]; ok {
		return ticket.Channel(c)
	}
	if c := ticket.Channel(strings.ToLower(word)); c.Valid() {
		return c
	}
	return ticket.Import
}

// title fills the mapping's text; parts between commas in which nothing is known are left out.
func (r *reader) title() string {
	var parts []string
	for _, part := range strings.Split(r.m.Title, ", ") {
		text, known := r.fill(part)
		if known {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func (r *reader) fill(part string) (text string, known bool) {
	known = !strings.Contains(part, "{")
	for {
		before, rest, ok := strings.Cut(part, "{")
		text += before
		column, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return text, known
		}
		v := r.value(column)
		known = known || v != ""
		text, part = text+v, after
	}
}

// mapped are the raw values of the mapped columns: what tells one line from another.
func (r *reader) mapped() []string {
	var out []string
	for _, column := range r.m.Columns.all() {
		if i, ok := r.h.at[column]; ok && column != "" {
			out = append(out, r.record[i])
		}
	}
	return out
}
