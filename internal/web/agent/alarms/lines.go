package alarms

import (
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
)

// signs are how people write the ways to compare; the longer ones first.
var signs = []struct{ sign, op string }{
	{"!=", alarm.IsNot}, {"^=", alarm.Begins}, {"*=", alarm.Contains}, {"~", alarm.Matches}, {"=", alarm.Is},
}

// readConditions reads one condition a line: "host ^= lind". Wrong is the first line that is none.
func readConditions(text string) (out []alarm.Condition, wrong string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		c, ok := readCondition(line)
		if !ok {
			return out, line
		}
		out = append(out, c)
	}
	return out, ""
}

func readCondition(line string) (alarm.Condition, bool) {
	at, found := len(line), ""
	var op string
	for _, s := range signs {
		if i := strings.Index(line, s.sign); i > 0 && i < at {
			at, found, op = i, s.sign, s.op
		}
	}
	if found == "" {
		return alarm.Condition{}, false
	}
	return alarm.Condition{Field: strings.TrimSpace(line[:at]), Op: op, Value: strings.TrimSpace(line[at+len(found):])}, true
}

func conditionLines(list []alarm.Condition) string {
	var b strings.Builder
	for _, c := range list {
		for _, s := range signs {
			if s.op == c.Op {
				b.WriteString(c.Field + " " + s.sign + " " + c.Value + "\n")
			}
		}
	}
	return b.String()
}

// none stands for a part of a line that says nothing.
const none = "-"

// readTraps reads one notification a line: identifier, name, severity, state, value that tells apart, minutes. Wrong is the
// first line that is none.
func readTraps(text string) (out []read.TrapRule, wrong string) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		for len(f) < 6 {
			f = append(f, none)
		}
		n, err := strconv.Atoi(f[2])
		minutes, merr := strconv.Atoi(strings.Replace(f[5], none, "0", 1))
		if err != nil || merr != nil || len(f) > 6 {
			return out, strings.TrimSpace(line)
		}
		r := read.TrapRule{OID: strings.Trim(f[0], "."), Name: f[1], Severity: n, Minutes: minutes}
		if f[3] != none {
			r.State = read.State(f[3])
		}
		if f[4] != none {
			r.Key = strings.Trim(f[4], ".")
		}
		out = append(out, r)
	}
	return out, ""
}

func trapLines(list []read.TrapRule) string {
	or := func(s string) string {
		if s == "" {
			return none
		}
		return s
	}
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "%s %s %d %s %s %d\n", r.OID, r.Name, r.Severity, or(string(r.State)), or(r.Key), r.Minutes)
	}
	return b.String()
}
