package read

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Trap is an SNMP notification. Identifiers are written without a dot before them.
type Trap struct {
	From string // The sender's address.
	OID  string // Which notification it is.
	Vars []Var
}

// Var is one of its values.
type Var struct{ OID, Value string }

// TrapRule says what a notification means. Rules of a source count before ours, and of several the longest identifier.
type TrapRule struct {
	OID      string `json:"oid"`   // The notification, or the beginning of several.
	Name     string `json:"name"`  // The alarm that it is about: two notifications of one name fire and end the same.
	State    State  `json:"state"` // "" for one that happens and is over.
	Severity int    `json:"severity"`
	Key      string `json:"key,omitempty"`     // The value that tells several alarms of one sender apart, by the beginning of its identifier.
	Text     string `json:"text,omitempty"`    // The value that says what it is about.
	Minutes  int    `json:"minutes,omitempty"` // It is over after so long without another.
}

// once is how long something that happens and is over stands among what fires.
const once = 60

// TrapRules are those that every source has: SNMPv2-MIB, IF-MIB and UPS-MIB.
func TrapRules() []TrapRule {
	const snmp, ups = "1.3.6.1.6.3.1.1.5.", "1.3.6.1.2.1.33.2."
	const ifIndex, ifDescr, upsAlarm, upsAlarmKind = "1.3.6.1.2.1.2.2.1.1", "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.33.1.6.2.1.1", "1.3.6.1.2.1.33.1.6.2.1.2"
	return []TrapRule{
		{OID: snmp + "1", Name: "coldStart", Severity: 4, Minutes: once},
		{OID: snmp + "2", Name: "warmStart", Severity: 4, Minutes: once},
		{OID: snmp + "3", Name: "link", State: Firing, Severity: 2, Key: ifIndex, Text: ifDescr},
		{OID: snmp + "4", Name: "link", State: Resolved, Severity: 2, Key: ifIndex, Text: ifDescr},
		{OID: snmp + "5", Name: "authenticationFailure", Severity: 3, Minutes: once},
		// A unit on battery says so every minute and never that it is over.
		{OID: ups + "1", Name: "upsOnBattery", State: Firing, Severity: 1, Minutes: 5},
		{OID: ups + "2", Name: "upsTestCompleted", Severity: 5, Minutes: once},
		{OID: ups + "3", Name: "upsAlarm", State: Firing, Severity: 2, Key: upsAlarm, Text: upsAlarmKind},
		{OID: ups + "4", Name: "upsAlarm", State: Resolved, Severity: 2, Key: upsAlarm, Text: upsAlarmKind},
	}
}

// Alarm makes an alarm of a notification. One that no rule knows is worth knowing of, and over after an hour.
func (t Trap) Alarm(own []TrapRule) (Alarm, bool) {
	rule, known := t.rule(own)
	if !known {
		rule = TrapRule{Name: t.OID, Severity: 4, Minutes: once}
	}
	a := Alarm{
		Host: t.From, Component: rule.Name, State: cmp.Or(rule.State, Firing), Severity: rule.Severity, Key: t.From + " " + rule.Name, Labels: map[string]string{"trap": t.OID},
		Summary: rule.Name, Lasts: time.Duration(rule.Minutes) * time.Minute,
	}
	if a.Lasts == 0 && rule.State == "" {
		a.Lasts = once * time.Minute
	}
	if k := t.value(rule.Key); k != "" {
		a.Key += " " + k
		a.Summary += " " + k
	}
	if text := t.value(rule.Text); text != "" {
		a.Summary = rule.Name + " " + text
	}
	var b strings.Builder
	for _, v := range t.Vars[:min(len(t.Vars), 200)] {
		b.WriteString(v.OID + " = " + v.Value + "\n")
	}
	a.Details = b.String()
	a.Raw = t.OID + " from " + t.From + "\n" + a.Details
	return a, t.OID != "" && t.From != "" && a.neat()
}

// rule is the one that knows the notification best: the source's before ours, the longer identifier before the shorter.
func (t Trap) rule(own []TrapRule) (TrapRule, bool) {
	// An agent that speaks an older way puts a zero before the last number.
	oid := t.OID
	if i := strings.LastIndex(oid, "."); i > 2 && strings.HasSuffix(oid[:i], ".0") {
		oid = oid[:i-2] + oid[i:]
	}
	for _, list := range [][]TrapRule{own, TrapRules()} {
		var fit []TrapRule
		for _, r := range list {
			if below(t.OID, r.OID) || below(oid, r.OID) {
				fit = append(fit, r)
			}
		}
		if len(fit) > 0 {
			return slices.MaxFunc(fit, func(a, b TrapRule) int { return cmp.Compare(len(a.OID), len(b.OID)) }), true
		}
	}
	return TrapRule{}, false
}

// below reports whether an identifier is another, or begins with it.
func below(oid, top string) bool {
	top = strings.Trim(strings.TrimSpace(top), ".")
	return top != "" && (oid == top || strings.HasPrefix(oid, top+"."))
}

// value is the one whose identifier begins so.
func (t Trap) value(oid string) string {
	for _, v := range t.Vars {
		if below(v.OID, oid) {
			return strings.TrimSpace(v.Value)
		}
	}
	return ""
}
