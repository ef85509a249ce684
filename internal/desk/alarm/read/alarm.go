package read

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sort"
	"strings"
	"time"

	"lotsen/internal/kit/clean"
)

// State is whether an alarm goes on.
type State string

// The states.
const (
	Firing   State = "firing"
	Resolved State = "resolved"
)

// Severities run from 1, a disaster, to 5, worth knowing.
const (
	Worst   = 1
	Usual   = 3
	Mildest = 5
)

// Bounds of what is kept of one alarm, in letters, and of one call, in alarms.
const (
	MaxSummary = 250
	MaxDetails = 10_000
	MaxName    = 200
	MaxLabels  = 60
	MaxLabel   = 500
	MaxAlarms  = 20_000
	MaxRaw     = 16_000
	maxDepth   = 24
)

// ErrFormat says that a call is not what its source should send.
var ErrFormat = errors.New("alarm: the call cannot be understood")

// Alarm is what a source says of one thing that it watches.
type Alarm struct {
	Key       string // Names it at its source, always the same.
	Family    string // The same for every episode, where Key names one episode; may be empty.
	State     State
	Severity  int
	Summary   string
	Details   string
	Host      string
	Component string
	Group     string // What the source itself holds together.
	Link      string // Where the source shows it.
	Labels    map[string]string
	Started   time.Time // By the source's clock; zero when it does not say.
	// Lasts is how long it goes on when nobody says that it has ceased; 0: until somebody does.
	Lasts time.Duration
	Raw   string
}

// Batch is what one call says.
type Batch struct {
	Alarms []Alarm
	// LeftOut is how many alarms the source knows of and did not send.
	LeftOut int
}

// neat bounds an alarm and fills in what can be left out. It reports whether there is anything to go by.
func (a *Alarm) neat() bool {
	a.Key, a.Family, a.Group = name(a.Key), name(a.Family), name(a.Group)
	a.Host, a.Component, a.Summary = clean.Line(a.Host, MaxName), clean.Line(a.Component, MaxName), clean.Line(a.Summary, MaxSummary)
	a.Details, a.Raw = clean.Text(a.Details, MaxDetails), clean.Text(a.Raw, MaxRaw)
	if !strings.HasPrefix(a.Link, "https://") && !strings.HasPrefix(a.Link, "http://") || len(a.Link) > 1000 || strings.ContainsAny(a.Link, " \n\t\"<>") {
		a.Link = ""
	}
	a.Link = clean.Line(a.Link, 1000)
	a.Labels = labels(a.Labels)
	if a.Key == "" {
		a.Key = fingerprint(a)
	}
	if a.Summary == "" {
		a.Summary = clean.Line(strings.TrimSpace(a.Component+" "+a.Host), MaxSummary)
	}
	if a.Severity < Worst || a.Severity > Mildest {
		a.Severity = Usual
	}
	if a.Started.Year() < 2000 || a.Started.Year() > 2200 {
		a.Started = time.Time{}
	}
	a.Started = a.Started.UTC().Truncate(time.Microsecond)
	a.Lasts = min(max(0, a.Lasts), 30*24*time.Hour)
	return a.Key != "" && a.Summary != "" && (a.State == Firing || a.State == Resolved)
}

// name is a key as it is kept. One that is too long is replaced by a digest: cut off it could be another's.
func name(s string) string {
	s = clean.Line(s, 0)
	if clean.Length(s) <= MaxName {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return clean.Line(clean.Cut(s, MaxName-40)+" "+hex.EncodeToString(sum[:16]), 0) // What is cut may end in a space.
}

// fingerprint names an alarm by what it is about, for sources that do not.
func fingerprint(a *Alarm) string {
	if a.Host == "" && a.Component == "" && len(a.Labels) == 0 {
		return name(a.Summary)
	}
	var keys []string
	for k := range a.Labels {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	h := sha256.New()
	for _, s := range []string{a.Host, a.Component} {
		h.Write([]byte(s + "\x00"))
	}
	for _, k := range keys {
		h.Write([]byte(k + "\x00" + a.Labels[k] + "\x00"))
	}
	if len(a.Labels) == 0 && a.Component == "" {
		h.Write([]byte(a.Summary))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// labels bounds what goes with an alarm; of too many the first in order stay.
func labels(in map[string]string) map[string]string {
	var keys []string
	for k := range in {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	out := map[string]string{}
	for _, k := range keys {
		if len(out) == MaxLabels {
			break
		}
		if kept := clean.Line(k, 100); kept != "" {
			out[kept] = clean.Line(in[k], MaxLabel)
		}
	}
	return out
}

// severities are words for how bad something is, as systems of this sort use them.
var severities = map[string]int{
	"disaster": 1, "critical": 1, "crit": 1, "emergency": 1, "emerg": 1, "alert": 1, "fatal": 1, "page": 1, "down": 1,
	"high": 2, "major": 2, "error": 2, "err": 2, "unreachable": 2,
	"average": 3, "warning": 3, "warn": 3, "medium": 3, "minor": 3, "unknown": 3,
	"low": 4, "notice": 4, "info": 5, "information": 5, "informational": 5, "none": 5, "not classified": 5, "debug": 5, "ok": 5, "up": 5,
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
}

// severity reads a word; 0 for one that nobody knows.
func severity(word string) int { return severities[strings.ToLower(strings.TrimSpace(word))] }

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
