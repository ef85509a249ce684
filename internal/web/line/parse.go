package line

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/line"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/signed"
)

// The bounds of what is read.
const (
	maxUsers = 50
	maxValue = 200 // Runes.
)

func secret(text string) []byte { return signed.Secret(text) }

// Parse reads an event in the open CTI model: event=newCall|answer|hangup|rating, from, to, direction, callId, user[],
// answeringNumber, queue, cause, and beyond the model time and score. Names it does not know are left alone: systems send
// more than is asked. Errors: errs.Invalid.
func Parse(contentType string, body []byte) (line.CallEvent, error) {
	kind, _, _ := mime.ParseMediaType(contentType) // What is no media type is told by its first letter.
	var v values
	var err error
	if kind == "application/json" || kind != "application/x-www-form-urlencoded" && bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		v, err = fromJSON(body)
	} else {
		v, err = fromForm(body)
	}
	if err != nil {
		return line.CallEvent{}, errs.E(errs.Invalid, "line.error.event").Because(err)
	}
	e := line.CallEvent{
		Kind: v.one("event"), CallID: v.one("callId", "call_id", "callid"), From: v.one("from"), To: v.one("to"), Direction: direction(v.one("direction")),
		Users: append(v.all("user", "user[]"), v.all("answeringNumber")...), Queue: v.one("queue"), Cause: v.one("cause"), At: instant(v.one("time", "timestamp")),
	}
	e.Users = e.Users[:min(len(e.Users), maxUsers)]
	e.Score, _ = strconv.Atoi(v.one("score", "rating")) // 0 is no score: refused where one is needed.
	return e, nil
}

func direction(s string) string {
	switch strings.ToLower(s) {
	case "outbound", "outgoing":
		return "out"
	case "inbound", "incoming":
		return "in"
	}
	return strings.ToLower(s)
}

// instant reads seconds since 1970, or the form 2026-11-23T08:00:00+01:00. What is neither is no time.
func instant(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && n < 1<<36 {
		return time.Unix(n, 0).UTC()
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// values is what an event carries: names and what was said of each.
type values map[string][]string

func (v values) one(names ...string) string {
	for _, n := range names {
		if len(v[n]) > 0 && v[n][0] != "" {
			return v[n][0]
		}
	}
	return ""
}

func (v values) all(names ...string) []string {
	var out []string
	for _, n := range names {
		for _, s := range v[n] {
			if s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

func fromForm(body []byte) (values, error) {
	in, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	out := values{}
	for name, list := range in {
		for _, s := range list[:min(len(list), maxUsers)] {
			out[name] = append(out[name], clean.Line(s, maxValue))
		}
	}
	return out, nil
}

// fromJSON takes texts, numbers and lists of them; what lies deeper is not part of the model.
func fromJSON(body []byte) (values, error) {
	var in map[string]json.RawMessage
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	out := values{}
	for name, raw := range in {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			list = []json.RawMessage{raw}
		}
		for _, one := range list[:min(len(list), maxUsers)] {
			if s, ok := plain(one); ok {
				out[name] = append(out[name], clean.Line(s, maxValue))
			}
		}
	}
	return out, nil
}

func plain(raw json.RawMessage) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, string(raw) != "null"
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), true
	}
	return "", false
}
