package incidents

import (
	"embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
)

//go:embed maps/*.toml
var shipped embed.FS

// Mapping says how a file is read. docs/import.md describes each key.
type Mapping struct {
	Source    string            `toml:"source"`    // The name under which the numbers are kept.
	Delimiter string            `toml:"delimiter"` // One character.
	Encoding  string            `toml:"encoding"`
	Unknown   []string          `toml:"unknown"` // Values that mean "nobody knows"; an empty cell always does.
	Zone      string            `toml:"zone"`    // Of times without one.
	Times     []string          `toml:"times"`   // Forms of time: "d/M/yyyy HH:mm", or "iso".
	Kind      ticket.Kind       `toml:"kind"`
	Title     string            `toml:"title"` // Text with {column} for values.
	Columns   Columns           `toml:"columns"`
	States    map[string]State  `toml:"states"`
	Channels  map[string]string `toml:"channels"`
	Impact    map[string]int    `toml:"impact"`
	Urgency   map[string]int    `toml:"urgency"`
	Priority  map[string]int    `toml:"priority"`
	Yes       []string          `toml:"yes"` // Words for true in within_target.
	No        []string          `toml:"no"`

	zone    *time.Location
	layouts []string
}

// Columns name the file's columns. Number, At, Opened and State must be there.
type Columns struct {
	Number       string `toml:"number"`
	At           string `toml:"at"`
	By           string `toml:"by"`
	Opened       string `toml:"opened"`
	Resolved     string `toml:"resolved"`
	Closed       string `toml:"closed"`
	State        string `toml:"state"`
	Channel      string `toml:"channel"`
	Caller       string `toml:"caller"`
	Assignee     string `toml:"assignee"`
	Site         string `toml:"site"`
	Unit         string `toml:"unit"`
	Category     string `toml:"category"`
	Group        string `toml:"group"`
	Impact       string `toml:"impact"`
	Urgency      string `toml:"urgency"`
	Priority     string `toml:"priority"`
	Reopened     string `toml:"reopened"`
	HandOvers    string `toml:"hand_overs"`
	WithinTarget string `toml:"within_target"`
	Solution     string `toml:"solution"`
	SolutionCode string `toml:"solution_code"`
}

// State is what a word for a state becomes.
type State struct {
	State    ticket.State `toml:"state"`
	Substate string       `toml:"substate"`
	Sv       string       `toml:"sv"`
	En       string       `toml:"en"`
}

// Default is the mapping for ServiceNow's log.
func Default() (Mapping, error) {
	raw, err := shipped.ReadFile("maps/servicenow.toml")
	if err != nil {
		return Mapping{}, fmt.Errorf("shipped mapping: %w", err)
	}
	return Parse(string(raw))
}

// Parse reads a mapping. An unknown key is an error, so that a slip does not become a column of unknowns.
func Parse(text string) (Mapping, error) {
	m := Mapping{Delimiter: ",", Encoding: "utf-8", Zone: "Europe/Stockholm", Times: []string{"iso"}, Kind: ticket.Incident}
	meta, err := toml.Decode(text, &m)
	if err != nil {
		return m, fmt.Errorf("mapping: %w", err)
	}
	var faults []error
	for _, key := range meta.Undecoded() {
		faults = append(faults, fmt.Errorf("mapping: unknown key %s", key))
	}
	return m, errors.Join(append(faults, m.check()...)...)
}

func (m *Mapping) check() []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("mapping: "+format, args...)) }
	if m.Source == "" {
		fault("source is missing")
	}
	if len([]rune(m.Delimiter)) != 1 {
		fault("delimiter must be one character")
	}
	for name, column := range map[string]string{"number": m.Columns.Number, "at": m.Columns.At, "opened": m.Columns.Opened, "state": m.Columns.State} {
		if column == "" {
			fault("columns.%s is missing", name)
		}
	}
	if !m.Kind.Valid() {
		fault("kind %q is none of ours", m.Kind)
	}
	for word, s := range m.States {
		if !s.State.Valid() || s.State == ticket.StateMerged {
			fault("states.%q: %q is no state", word, s.State)
		}
	}
	for word, c := range m.Channels {
		if !ticket.Channel(c).Valid() {
			fault("channels.%q: %q is no channel", word, c)
		}
	}
	for name, levels := range map[string]map[string]int{"impact": m.Impact, "urgency": m.Urgency, "priority": m.Priority} {
		for word, n := range levels {
			if n < 1 || n > 5 || n > 3 && name != "priority" {
				fault("%s.%q: %d is no level", name, word, n)
			}
		}
	}
	var err error
	if m.zone, err = zone(m.Zone); err != nil {
		fault("zone %q is unknown", m.Zone)
	}
	for _, form := range m.Times {
		m.layouts = append(m.layouts, layouts(form)...)
	}
	return faults
}

func zone(name string) (*time.Location, error) {
	if name == "Europe/Stockholm" {
		return clock.Stockholm(), nil
	}
	return time.LoadLocation(name)
}

// layouts turns a form of time into Go's. "iso" stands for the common forms of ISO 8601.
func layouts(form string) []string {
	if form == "iso" {
		return []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly}
	}
	return []string{strings.NewReplacer("yyyy", "2006", "yy", "06", "MM", "01", "M", "1", "dd", "02", "d", "2", "HH", "15", "H", "15",
		"mm", "04", "ss", "05", "XXX", "Z07:00").Replace(form)}
}

// time reads an instant; a time without a zone is the mapping's.
func (m *Mapping) time(s string) (time.Time, error) {
	for _, layout := range m.layouts {
		if t, err := time.ParseInLocation(layout, s, m.zone); err == nil {
			return t.UTC().Truncate(time.Microsecond), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time in the forms %s", s, strings.Join(m.Times, ", "))
}

// level reads a word for impact, urgency or priority: by the table, else by the number that it begins with.
func level(table map[string]int, s string, most int) (int, error) {
	if n, ok := table[s]; ok {
		return n, nil
	}
	digits := s
	if i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		digits = s[:i]
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%q is no level from 1 to %d", s, most)
	}
	return n, nil
}
