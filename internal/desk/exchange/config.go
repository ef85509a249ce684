package exchange

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Deed is what a partner's word on how a case stands comes to here.
type Deed string

// The deeds.
const (
	Nothing  Deed = "nothing"  // It is only noted.
	Accepted Deed = "accepted" // Taken up.
	Working  Deed = "working"
	Waiting  Deed = "waiting"
	Done     Deed = "done" // Remedied: the case is back at the desk, which tells the user.
	Refused  Deed = "refused"
)

// Deeds lists them.
func Deeds() []Deed { return []Deed{Nothing, Accepted, Working, Waiting, Done, Refused} }

// Config is how a partner's words and ours meet. It is data: two partners seldom mean the same.
type Config struct {
	Out      map[ticket.State]tmf.Status `json:"out"`      // How our states are told.
	In       map[tmf.Status]Deed         `json:"in"`       // What theirs come to.
	Severity map[int]string              `json:"severity"` // Impact 1 to 3.
	Priority map[int]string              `json:"priority"` // Priority 1 to 5.
	Types    map[ticket.Kind]string      `json:"types"`
	Fields   []Field                     `json:"fields"`
	Files    []string                    `json:"files"`     // Media types that may pass, as "image/*".
	MaxFile  int64                       `json:"max_file"`  // Bytes of one file.
	Names    bool                        `json:"names"`     // The user's name goes along.
	OnlyText bool                        `json:"only_text"` // Files stay here.
}

// Field pairs an attribute of ours with a characteristic of theirs.
type Field struct {
	Ours   string `json:"ours"`
	Theirs string `json:"theirs"`
}

// The attributes of ours that a partner may be told. Further ones are a kind's own fields, as "field:rum".
func OurFields() []string {
	return []string{"category", "service", "unit", "site", "desk", "requester"}
}

// maxFile is the largest file that passes in a call, in bytes: it travels as text inside it.
const maxFile = 20 << 20

// Defaults is how partners that say nothing else are understood.
func Defaults() Config {
	return Config{
		Out: map[ticket.State]tmf.Status{
			ticket.StateNew: tmf.Acknowledged, ticket.StateOpen: tmf.InProgress, ticket.StateOnHold: tmf.Held, ticket.StateResolved: tmf.Resolved,
			ticket.StateClosed: tmf.Closed, ticket.StateWithdrawn: tmf.Cancelled, ticket.StateMerged: tmf.Closed,
		},
		In: map[tmf.Status]Deed{
			tmf.Acknowledged: Accepted, tmf.InProgress: Working, tmf.Pending: Waiting, tmf.Held: Waiting, tmf.Resolved: Done, tmf.Closed: Done,
			tmf.Rejected: Refused, tmf.Cancelled: Refused,
		},
		Severity: map[int]string{1: "Critical", 2: "Major", 3: "Minor"},
		Priority: map[int]string{1: "Critical", 2: "High", 3: "Medium", 4: "Low", 5: "Low"},
		Types:    map[ticket.Kind]string{},
		Files:    []string{"image/*", "application/pdf", "text/plain", "text/csv"},
		MaxFile:  10 << 20,
	}
}

// ParseConfig reads a stored configuration; what it leaves out is as in Defaults.
func ParseConfig(raw string) (Config, error) {
	c := Defaults()
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		return c, fmt.Errorf("configuration of a partner: %w", err)
	}
	return c, nil
}

// check holds that every word of ours leads somewhere.
func (c *Config) check(f *errs.Fields) {
	for _, s := range ticket.States() {
		if !c.Out[s].Valid() {
			f.Add("out."+string(s), "error.choose")
		}
	}
	for _, s := range tmf.Statuses() {
		if !slices.Contains(Deeds(), c.In[s]) {
			f.Add("in."+string(s), "error.choose")
		}
	}
	for level := range 3 {
		c.Severity[level+1] = clean.Line(c.Severity[level+1], 60)
	}
	for i := range c.Fields {
		x := &c.Fields[i]
		x.Ours, x.Theirs = clean.Line(x.Ours, 60), clean.Line(x.Theirs, 60)
		if x.Theirs == "" || !slices.Contains(OurFields(), x.Ours) && (!strings.HasPrefix(x.Ours, "field:") || x.Ours == "field:") {
			f.Add("fields", "exchange.error.field", "name", x.Ours)
		}
	}
	for _, pattern := range c.Files {
		if _, err := path.Match(pattern, ""); err != nil || !strings.Contains(pattern, "/") {
			f.Add("files", "exchange.error.files")
		}
	}
	if c.MaxFile < 0 || c.MaxFile > maxFile {
		f.Add("max_file", "exchange.error.max_file", "max", maxFile>>20)
	}
}

// passes reports whether a file may go to the partner, or come from it.
func (c *Config) passes(mediaType string, size int64) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	if c.OnlyText || size > c.MaxFile {
		return false
	}
	return slices.ContainsFunc(c.Files, func(pattern string) bool {
		ok, err := path.Match(pattern, strings.TrimSpace(mediaType))
		return ok && err == nil
	})
}

// impact reads their word for how bad it is; 0 for a word that nobody has agreed on.
func (c *Config) impact(word string) int {
	for level := 1; level <= 3; level++ {
		if strings.EqualFold(c.Severity[level], strings.TrimSpace(word)) {
			return level
		}
	}
	return common[strings.ToLower(strings.TrimSpace(word))]
}

// urgency reads their word for how soon; 0 for a word that nobody has agreed on.
func (c *Config) urgency(word string) int {
	for priority := 1; priority <= 5; priority++ {
		if strings.EqualFold(c.Priority[priority], strings.TrimSpace(word)) {
			return min(3, max(1, (priority+1)/2))
		}
	}
	return common[strings.ToLower(strings.TrimSpace(word))]
}

// common are words for levels that desks use all over the world.
var common = map[string]int{
	"critical": 1, "urgent": 1, "high": 1, "1": 1, "major": 2, "medium": 2, "moderate": 2, "normal": 2, "2": 2, "minor": 3, "low": 3, "trivial": 3, "3": 3,
}

// kind reads their word for the sort of case.
func (c *Config) kind(word string) (ticket.Kind, bool) {
	word = strings.TrimSpace(word)
	for k, w := range c.Types {
		if w != "" && strings.EqualFold(w, word) {
			return k, true
		}
	}
	k := ticket.Kind(strings.ToLower(word))
	return k, k.Valid()
}

// ticketType is our word for it.
func (c *Config) ticketType(k ticket.Kind) string {
	if w := c.Types[k]; w != "" {
		return w
	}
	return string(k)
}

// theirs is what a characteristic of theirs is called here; "" when nobody has agreed on it.
func (c *Config) theirs(name string) string {
	for _, f := range c.Fields {
		if strings.EqualFold(f.Theirs, name) {
			return f.Ours
		}
	}
	return ""
}
