package alarm

import (
	"regexp"
	"slices"
	"strings"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify/wording"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Rule says what becomes of the alarms that it fits.
type Rule struct {
	ID      RuleID
	Org     directory.OrgID
	Desk    directory.DeskID // Whose sources it is about.
	Pos     int
	Name    string
	Source  SourceID // 0: any of the desk's.
	Config  RuleConfig
	Active  bool
	Version int64
}

// RuleConfig is a rule's conditions and what it does.
type RuleConfig struct {
	When []Condition `json:"when"`
	// Worst and Mildest are the severities that it is about.
	Worst   int    `json:"worst"`
	Mildest int    `json:"mildest"`
	Do      Action `json:"do"`
}

// Condition is one thing that must hold.
type Condition struct {
	Field string `json:"field"` // host, component, summary, key, group, or label:NAME
	Op    string `json:"op"`
	Value string `json:"value"`
}

// The ways to compare.
const (
	Is       = "is"
	IsNot    = "not"
	Begins   = "begins"
	Contains = "contains"
	Matches  = "matches" // An expression of RE2.
)

// Ops lists them.
func Ops() []string { return []string{Is, IsNot, Begins, Contains, Matches} }

// What is done when an alarm ceases.
const (
	RecoverSolve = "solve" // The case is solved, unless somebody works on it.
	RecoverNote  = "note"  // The case is told.
)

// How alarms that belong together are handled.
const (
	Single = ""
	InList = "list"   // One case that lists what is affected.
	Below  = "common" // A case each, below a common one.
)

// When service windows keep an alarm quiet.
const (
	QuietBooked = "booked" // While work on its service is booked, or an outage of it is planned.
	QuietOpen   = "open"   // In every service window.
	QuietNever  = "never"
)

// Action is what a rule does.
type Action struct {
	Ignore   bool              `json:"ignore,omitempty"` // It is recorded and nothing else.
	Desk     directory.DeskID  `json:"desk,omitempty"`   // 0: the source's.
	Kind     ticket.Kind       `json:"kind"`
	Category ticket.CategoryID `json:"category,omitempty"`
	Service  ticket.ServiceID  `json:"service,omitempty"`
	Group    directory.GroupID `json:"group,omitempty"`
	// Impact and Urgency; 0: by severity.
	Impact  int    `json:"impact,omitempty"`
	Urgency int    `json:"urgency,omitempty"`
	Title   string `json:"title,omitempty"`
	Recover string `json:"recover"`
	// Reopen is for how many minutes after an alarm has ceased its case is opened again when it fires anew.
	Reopen int `json:"reopen"`
	// Delay is how many minutes it may fire before there is a case.
	Delay    int    `json:"delay,omitempty"`
	Together string `json:"together,omitempty"`
	By       string `json:"by,omitempty"`     // group, service, host or label:NAME
	Within   int    `json:"within,omitempty"` // Minutes since the newest alarm of the group.
	Windows  string `json:"windows"`
}

// defaultTitle is the title of a case when a rule gives none.
const defaultTitle = "[[if host]]{host}: [[end]]{summary}"

// plain is what is done with an alarm that no rule fits.
func plain() Rule {
	return Rule{Config: RuleConfig{Worst: read.Worst, Mildest: read.Mildest, Do: Action{Kind: ticket.Incident, Recover: RecoverNote, Reopen: 24 * 60, Windows: QuietBooked, Together: InList, By: ByGroup, Within: 60}}}
}

// The groupings that need no label.
const (
	ByGroup   = "group"
	ByService = "service"
	ByHost    = "host"
)

const labelPrefix = "label:"

// Fits reports whether a rule is about an alarm.
func (r *Rule) Fits(a *Alarm) bool {
	if !r.Active || r.Source != 0 && r.Source != a.Source || a.Severity < r.Config.Worst || a.Severity > r.Config.Mildest {
		return false
	}
	for _, c := range r.Config.When {
		if !c.holds(a) {
			return false
		}
	}
	return true
}

func (c Condition) holds(a *Alarm) bool {
	have, want := field(a, c.Field), c.Value
	switch c.Op {
	case Is:
		return strings.EqualFold(have, want)
	case IsNot:
		return !strings.EqualFold(have, want)
	case Begins:
		return strings.HasPrefix(strings.ToLower(have), strings.ToLower(want))
	case Contains:
		return strings.Contains(strings.ToLower(have), strings.ToLower(want))
	case Matches:
		re, err := regexp.Compile(want)
		return err == nil && re.MatchString(have)
	}
	return false
}

// field is a value of an alarm by its name.
func field(a *Alarm, name string) string {
	switch name {
	case "host":
		return a.Host
	case "component":
		return a.Component
	case "summary":
		return a.Summary
	case "key":
		return a.Key
	case ByGroup:
		return a.Group
	}
	if label, ok := strings.CutPrefix(name, labelPrefix); ok {
		return a.Labels[label]
	}
	return ""
}

// pick is the first rule that fits an alarm; the plain one when none does.
func pick(rules []Rule, a *Alarm) Rule {
	for i := range rules {
		if rules[i].Fits(a) {
			return rules[i]
		}
	}
	return plain()
}

// byID is the rule that opened a case, as it is now.
func byID(rules []Rule, id RuleID) Rule {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 || id == 0 {
		return plain()
	}
	return rules[i]
}

// Fields are what a title may use besides labels.
func Fields() []string {
	return []string{"summary", "host", "component", "severity", "source", "group", "key"}
}

// title fills in the title of a case. A label stands as {label:site}.
func (r *Rule) title(a *Alarm, source, severity string) string {
	text := r.Config.Do.Title
	if text == "" {
		text = defaultTitle
	}
	names, values := Fields(), map[string]string{
		"summary": a.Summary, "host": a.Host, "component": a.Component, "severity": severity, "source": source, "group": a.Group, "key": a.Key,
	}
	for _, label := range labelsIn(text) {
		names = append(names, label)
		values[label] = field(a, label)
	}
	t, _ := wording.Parse(text, names) // It was checked when it was saved.
	line := clean.Line(t.Line(values), ticket.MaxTitle)
	if line == "" {
		line = clean.Line(a.Summary, ticket.MaxTitle)
	}
	return line
}

var labelForm = regexp.MustCompile(`label:[A-Za-z0-9_.-]{1,100}`)

func labelsIn(text string) []string { return labelForm.FindAllString(text, 50) }

// Bounds of a rule.
const (
	maxConditions = 20
	maxValue      = 300
	maxMinutes    = 30 * 24 * 60
)

func (r *Rule) check() error {
	var f errs.Fields
	c, do := &r.Config, &r.Config.Do
	if r.Name = clean.Line(r.Name, 120); r.Name == "" {
		f.Add("name", "error.required")
	}
	if c.Worst < read.Worst || c.Worst > read.Mildest {
		f.Add("worst", "error.choose")
	}
	if c.Mildest < c.Worst || c.Mildest > read.Mildest {
		f.Add("mildest", "alarm.error.severities")
	}
	if len(c.When) > maxConditions {
		f.Add("when", "alarm.error.number", "least", 0, "most", maxConditions)
	}
	for i := range c.When {
		checkCondition(&f, &c.When[i])
	}
	if !do.Kind.Valid() {
		f.Add("kind", "error.choose")
	}
	for name, level := range map[string]int{"impact": do.Impact, "urgency": do.Urgency} {
		if level < 0 || level > 3 {
			f.Add(name, "error.choose")
		}
	}
	choose := func(name, value string, among ...string) {
		if !slices.Contains(among, value) {
			f.Add(name, "error.choose")
		}
	}
	choose("recover", do.Recover, RecoverSolve, RecoverNote)
	choose("together", do.Together, Single, InList, Below)
	choose("windows", do.Windows, QuietBooked, QuietOpen, QuietNever)
	if do.Recover == RecoverSolve && do.Category == 0 && !do.Ignore {
		f.Add("category", "alarm.error.category")
	}
	if do.Together != Single && do.By != ByGroup && do.By != ByService && do.By != ByHost && !(strings.HasPrefix(do.By, labelPrefix) && len(labelsIn(do.By)) == 1) {
		f.Add("by", "error.choose")
	}
	for name, minutes := range map[string]int{"reopen": do.Reopen, "delay": do.Delay, "within": do.Within} {
		if minutes < 0 || minutes > maxMinutes {
			f.Add(name, "alarm.error.number", "least", 0, "most", maxMinutes)
		}
	}
	do.Title = clean.Line(do.Title, 300)
	if _, problems := wording.Parse(do.Title, append(Fields(), labelsIn(do.Title)...)); len(problems) > 0 {
		f.Add("title", problems[0].Key, "line", problems[0].Line, "what", problems[0].What)
	}
	return f.Err()
}

func checkCondition(f *errs.Fields, c *Condition) {
	c.Field, c.Value = clean.Line(c.Field, 120), clean.Line(c.Value, maxValue)
	known := slices.Contains([]string{"host", "component", "summary", "key", ByGroup}, c.Field) || strings.HasPrefix(c.Field, labelPrefix) && len(c.Field) > len(labelPrefix)
	switch {
	case !known:
		f.Add("when", "alarm.error.condition", "text", c.Field)
	case !slices.Contains(Ops(), c.Op):
		f.Add("when", "alarm.error.condition", "text", c.Op)
	case c.Value == "" && c.Op != Is && c.Op != IsNot:
		f.Add("when", "alarm.error.condition", "text", c.Field)
	}
	if c.Op == Matches {
		if _, err := regexp.Compile(c.Value); err != nil {
			f.Add("when", "alarm.error.expression", "text", c.Value)
		}
	}
}
