package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Plain is an alarm as our own JSON has it, and as the REST interface takes it.
type Plain struct {
	Key       word      `json:"key"`
	State     word      `json:"state"`
	Severity  word      `json:"severity"`
	Summary   word      `json:"summary"`
	Details   word      `json:"details"`
	Host      word      `json:"host"`
	Component word      `json:"component"`
	Group     word      `json:"group"`
	Link      word      `json:"link"`
	Labels    words     `json:"labels"`
	Started   time.Time `json:"started_at"`
	Minutes   int       `json:"expires_minutes"`
}

// Generic reads our own JSON: one alarm, a list of them, or an object with the list "alarms".
func Generic(body []byte) (Batch, error) {
	var in []json.RawMessage
	switch trimmed := bytes.TrimSpace(body); {
	case len(trimmed) > 0 && trimmed[0] == '[':
		if err := decode(body, &in); err != nil {
			return Batch{}, err
		}
	default:
		var outer struct {
			Alarms []json.RawMessage `json:"alarms"`
		}
		if err := decode(body, &outer); err != nil {
			return Batch{}, err
		}
		if in = outer.Alarms; in == nil {
			in = []json.RawMessage{body}
		}
	}
	var out Batch
	for i, raw := range in {
		if len(out.Alarms) == MaxAlarms {
			out.LeftOut = len(in) - i
			break
		}
		var p Plain
		if err := decode(raw, &p); err != nil {
			return Batch{}, err
		}
		a, err := p.alarm(string(raw))
		if err != nil {
			return Batch{}, fmt.Errorf("alarm %d: %w", i+1, err)
		}
		out.Alarms = append(out.Alarms, a)
	}
	return out, nil
}

func (p *Plain) alarm(raw string) (Alarm, error) {
	a := Alarm{
		Key: string(p.Key), State: State(strings.ToLower(strings.TrimSpace(string(p.State)))), Severity: severity(string(p.Severity)), Summary: string(p.Summary),
		Details: string(p.Details), Host: string(p.Host), Component: string(p.Component), Group: string(p.Group), Link: string(p.Link), Labels: p.Labels.plain(),
		Started: p.Started, Lasts: time.Duration(min(max(p.Minutes, 0), 60*24*30)) * time.Minute, Raw: raw,
	}
	if a.State == "" {
		a.State = Firing
	}
	if p.Severity != "" && a.Severity == 0 {
		return a, fmt.Errorf("%w: severity %.40q", ErrFormat, string(p.Severity))
	}
	if !a.neat() {
		return a, fmt.Errorf("%w: state must be firing or resolved, and summary must be there", ErrFormat)
	}
	return a, nil
}

// Given bounds an alarm that came by another way than a call. It reports whether there is anything to go by.
func Given(a Alarm) (Alarm, bool) { ok := a.neat(); return a, ok }
