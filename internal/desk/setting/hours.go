package setting

import (
	"fmt"
	"time"
)

// Hours is when a desk is open, by weekday: pairs of wall-clock times, for example {"mon": [["07:30", "16:30"]]}.
type Hours map[string][][2]string

// Weekdays lists the keys of Hours, Monday first.
func Weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// everyDay returns the same hours for all the named days.
func everyDay(from, to string, days ...string) Hours {
	h := Hours{}
	for _, d := range days {
		h[d] = [][2]string{{from, to}}
	}
	return h
}

func (h Hours) check(name string) error {
	for day, spans := range h {
		last := ""
		for _, span := range spans {
			from, err1 := time.Parse("15:04", span[0])
			to, err2 := time.Parse("15:04", span[1])
			if span[1] == "24:00" {
				to, err2 = time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC), nil
			}
			if err1 != nil || err2 != nil || !to.After(from) || span[0] < last {
				return fmt.Errorf("setting %s: %s %s-%s is not a span of time", name, day, span[0], span[1])
			}
			last = span[1]
		}
	}
	return nil
}
