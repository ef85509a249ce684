package read

import (
	"regexp"
	"strings"
)

// Mail is what of a mail tells of an alarm.
type Mail struct{ From, Subject, Text string }

// MailPattern says how a source's mails are read. Its expressions are RE2: they take no longer than the text is long.
type MailPattern struct {
	From     string `json:"from"`     // Address, or domain with @ before it.
	Key      string `json:"key"`      // On the subject: its first group, or all that it finds, names the alarm.
	Problem  string `json:"problem"`  // On the subject: it fires.
	Recovery string `json:"recovery"` // On the subject: it has ceased. Counts before Problem.
	Host     string `json:"host"`     // On the subject and the text; may be empty.
}

// Mails is a pattern that has been read.
type Mails struct {
	from                         string
	key, problem, recovery, host *regexp.Regexp
}

// MaxPattern bounds an expression.
const MaxPattern = 300

// Compile reads a pattern. Wrong names the field that cannot be used.
func (p MailPattern) Compile() (m Mails, wrong string) {
	m.from = strings.ToLower(strings.TrimSpace(p.From))
	if m.from == "" || !strings.Contains(m.from, "@") {
		return m, "from"
	}
	for _, f := range []struct {
		name, text string
		to         **regexp.Regexp
		may        bool
	}{{"key", p.Key, &m.key, false}, {"problem", p.Problem, &m.problem, false}, {"recovery", p.Recovery, &m.recovery, false}, {"host", p.Host, &m.host, true}} {
		if strings.TrimSpace(f.text) == "" && f.may {
			continue
		}
		re, err := regexp.Compile(f.text)
		if err != nil || strings.TrimSpace(f.text) == "" || len(f.text) > MaxPattern {
			return m, f.name
		}
		*f.to = re
	}
	return m, ""
}

// Sent reports whether a mail comes from whom the pattern names.
func (m Mails) Sent(from string) bool {
	from = strings.ToLower(strings.TrimSpace(from))
	if strings.HasPrefix(m.from, "@") {
		return m.from != "@" && strings.HasSuffix(from, m.from)
	}
	return from != "" && from == m.from
}

// Read makes an alarm of a mail; false when it tells of none.
func (m Mails) Read(in Mail) (Alarm, bool) {
	if !m.Sent(in.From) {
		return Alarm{}, false
	}
	a := Alarm{Key: found(m.key, in.Subject), Summary: in.Subject, Details: in.Text, Raw: "Subject: " + in.Subject + "\n\n" + in.Text, Labels: map[string]string{"from": in.From}}
	switch {
	case a.Key == "":
		return Alarm{}, false
	case m.recovery.MatchString(in.Subject):
		a.State = Resolved
	case m.problem.MatchString(in.Subject):
		a.State = Firing
	default:
		return Alarm{}, false
	}
	for _, w := range strings.FieldsFunc(in.Subject, func(r rune) bool { return strings.ContainsRune(" :,;()[]/*", r) }) {
		if s := severity(w); s != 0 && (w[0] < '0' || w[0] > '9') {
			a.Severity = s
			break
		}
	}
	a.Host = firstOf(found(m.host, in.Subject), found(m.host, in.Text))
	return a, a.neat()
}

// found is what an expression's first group finds, or all of it where it has none.
func found(re *regexp.Regexp, s string) string {
	if re == nil {
		return ""
	}
	m := re.FindStringSubmatch(s)
	switch {
	case len(m) == 0:
		return ""
	case len(m) > 1:
		return strings.TrimSpace(m[1])
	}
	return strings.TrimSpace(m[0])
}
