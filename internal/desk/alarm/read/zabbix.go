package read

import (
	"fmt"
	"strings"
	"time"

	"lotsen/internal/kit/clock"
)

// zabbixCall is what our media type sends (deploy/zabbix). Every value is a macro, and therefore text.
type zabbixCall struct {
	Event    word  `json:"event_id"`
	Value    word  `json:"event_value"`  // 1: a problem. 0: it is over.
	Update   word  `json:"event_update"` // 1: somebody has written something or changed its severity.
	Severity word  `json:"event_nseverity"`
	Name     word  `json:"event_name"`
	Data     word  `json:"event_opdata"`
	Date     word  `json:"event_date"`
	Time     word  `json:"event_time"`
	Trigger  word  `json:"trigger_id"`
	Details  word  `json:"trigger_description"`
	Host     word  `json:"host"`
	Item     word  `json:"item"`
	Groups   word  `json:"host_groups"`
	Link     word  `json:"url"`
	Tags     words `json:"tags"`
}

// zabbixSeverities are Zabbix's numbers: 0 not classified, 1 information ... 5 disaster.
var zabbixSeverities = map[string]int{"0": 5, "1": 5, "2": 3, "3": 3, "4": 2, "5": 1}

// Zabbix reads a call of our media type. It goes by the number of the event: tags that our answer has set may be missing
// when it is over.
func Zabbix(body []byte) (Batch, error) {
	var in zabbixCall
	if err := decode(body, &in); err != nil {
		return Batch{}, err
	}
	if macro(in.Event) == "" {
		return Batch{}, fmt.Errorf("%w: event_id is missing", ErrFormat)
	}
	a := Alarm{
		Key: "event " + macro(in.Event), State: Firing, Severity: zabbixSeverities[macro(in.Severity)], Summary: macro(in.Name), Details: macro(in.Details),
		Host: macro(in.Host), Component: macro(in.Item), Group: "", Link: macro(in.Link), Labels: in.Tags.plain(), Started: local(macro(in.Date), macro(in.Time)),
		Raw: string(body),
	}
	switch macro(in.Value) {
	case "1":
	case "0":
		a.State, a.Started = Resolved, time.Time{}
	default:
		return Batch{}, fmt.Errorf("%w: event_value is neither 0 nor 1", ErrFormat)
	}
	if t := macro(in.Trigger); t != "" {
		a.Family = "trigger " + t
	}
	if groups := macro(in.Groups); groups != "" {
		a.Labels["host_groups"] = groups
	}
	if data := macro(in.Data); data != "" {
		a.Details = strings.TrimSpace(a.Details + "\n" + data)
	}
	if !a.neat() {
		return Batch{}, fmt.Errorf("%w: event_name and host are missing", ErrFormat)
	}
	return Batch{Alarms: []Alarm{a}}, nil
}

// macro is a value; one that Zabbix could not fill in is none.
func macro(w word) string {
	s := strings.TrimSpace(string(w))
	if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") || s == "*UNKNOWN*" {
		return ""
	}
	return s
}

// local reads a day and a time of the day by Swedish watches.
func local(day, hour string) time.Time {
	for _, layout := range []string{"2006.01.02 15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, day+" "+hour, clock.Stockholm()); err == nil {
			return t
		}
	}
	return time.Time{}
}
