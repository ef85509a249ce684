package sla

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
)

// LevelID numbers levels and their versions.
type LevelID int64

// Level is a version of a service level: what is promised, and for which cases.
type Level struct {
	ID      LevelID // Of the version; 0 for what the settings alone say.
	Level   LevelID // The same for all versions.
	Org     directory.OrgID
	From    time.Time
	Ended   bool
	Name    string
	Fits    Fits
	Targets []Target
	Owner   directory.PersonID // Who follows up what is not kept; 0: the desk's lead.
}

// Target is what the level promises for a clock.
func (l *Level) Target(c Clock) (Target, bool) {
	i := slices.IndexFunc(l.Targets, func(t Target) bool { return t.Clock == c })
	if i < 0 {
		return Target{}, false
	}
	return l.Targets[i], true
}

// Fits says which cases a level is for. What is empty does not limit.
type Fits struct {
	Services   []service.ID         `json:"services,omitempty"`
	Class      service.Class        `json:"class,omitempty"`
	Kinds      []ticket.Kind        `json:"kinds,omitempty"`
	Priorities []int                `json:"priorities,omitempty"`
	People     []directory.Category `json:"people,omitempty"`
	Channels   []ticket.Channel     `json:"channels,omitempty"`
}

// Case reports whether a case is one of them.
func (m *Fits) Case(f *Facts) bool {
	return among(m.Services, f.Service) && (m.Class == "" || m.Class == f.Class) && among(m.Kinds, f.Kind) &&
		among(m.Priorities, f.Priority) && among(m.People, f.Person) && among(m.Channels, f.Channel)
}

// Weight is how narrow the description is: of two levels that fit, the narrower counts.
func (m *Fits) Weight() int {
	n := 0
	for _, limits := range []bool{len(m.Services) > 0, m.Class != "", len(m.Kinds) > 0, len(m.Priorities) > 0, len(m.People) > 0, len(m.Channels) > 0} {
		if limits {
			n++
		}
	}
	return n
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// levelsAt returns the version of each level that counts at an instant. Versions come in the order in which they were
// decided; of two for one instant the later counts.
func levelsAt(versions []Level, at time.Time) []Level {
	var out []Level
	for _, v := range versions {
		if v.From.After(at) {
			continue
		}
		i := slices.IndexFunc(out, func(l Level) bool { return l.Level == v.Level })
		switch {
		case i < 0:
			out = append(out, v)
		case !v.From.Before(out[i].From):
			out[i] = v
		}
	}
	return slices.DeleteFunc(out, func(l Level) bool { return l.Ended })
}

// promise is the target for a clock, and the level that says so. Each clock finds its own: a level that says nothing of
// a clock takes nothing away from it.
type promise struct {
	level  *Level
	target Target
}

// beforeSettings is more than any description weighs: what somebody has decided goes before the settings.
const beforeSettings = 10

// choose finds the promise for a clock among the levels that count: the narrowest that fits, of equals the one that was
// made last. An amount of 0 means that nothing is promised.
func choose(levels []Level, c Clock, f *Facts) (promise, bool) {
	var best promise
	weight := -1
	for i := range levels {
		l := &levels[i]
		t, ok := l.Target(c)
		if !ok || !l.Fits.Case(f) {
			continue
		}
		w := l.Fits.Weight()
		if l.ID != 0 {
			w += beforeSettings
		}
		if w > weight || w == weight && l.Level > best.level.Level {
			best, weight = promise{l, t}, w
		}
	}
	return best, best.level != nil && best.target.Amount > 0
}
