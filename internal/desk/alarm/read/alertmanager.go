package read

import (
	"encoding/json"
	"fmt"
	"time"
)

type managerCall struct {
	Version   word           `json:"version"`
	GroupKey  string         `json:"groupKey"`
	Truncated int            `json:"truncatedAlerts"`
	Alerts    []managerAlert `json:"alerts"`
}

type managerAlert struct {
	Status       string `json:"status"`
	Labels       words  `json:"labels"`
	Annotations  words  `json:"annotations"`
	StartsAt     string `json:"startsAt"`
	GeneratorURL string `json:"generatorURL"`
	Fingerprint  string `json:"fingerprint"`
}

// Alertmanager reads a call of Prometheus Alertmanager, version 4 of its webhook. Fields of later versions are ignored.
func Alertmanager(body []byte) (Batch, error) {
	var in managerCall
	if err := decode(body, &in); err != nil {
		return Batch{}, err
	}
	if in.Version != "" && in.Version != "4" {
		return Batch{}, fmt.Errorf("%w: version %s of the webhook", ErrFormat, string(in.Version))
	}
	if in.Alerts == nil {
		return Batch{}, fmt.Errorf("%w: no alerts", ErrFormat)
	}
	out := Batch{LeftOut: max(0, in.Truncated)}
	for i := range in.Alerts {
		if len(out.Alarms) == MaxAlarms {
			out.LeftOut += len(in.Alerts) - i
			break
		}
		a := in.Alerts[i].alarm(in.GroupKey)
		if !a.neat() {
			return Batch{}, fmt.Errorf("%w: alert %d says neither what nor how", ErrFormat, i+1)
		}
		out.Alarms = append(out.Alarms, a)
	}
	return out, nil
}

func (m *managerAlert) alarm(group string) Alarm {
	l, n := m.Labels.plain(), m.Annotations.plain()
	started, _ := time.Parse(time.RFC3339, m.StartsAt) // Without one it began when it came.
	a := Alarm{
		Key: m.Fingerprint, State: State(m.Status), Severity: severity(firstOf(l["severity"], l["priority"], l["level"])),
		Summary: firstOf(n["summary"], n["title"], n["message"], l["alertname"]), Details: firstOf(n["description"], n["message"]),
		Host: firstOf(l["host"], l["instance"], l["node"], l["hostname"]), Component: firstOf(l["alertname"], l["service"], l["job"]),
		Group: group, Link: firstOf(n["runbook_url"], m.GeneratorURL), Labels: l, Started: started,
	}
	raw, _ := json.Marshal(m) // It was JSON a moment ago.
	a.Raw = string(raw)
	return a
}
