package read_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lotsen/internal/desk/alarm/read"
)

// sound holds what every reader promises of what it returns.
func sound(t *testing.T, b read.Batch, err error) {
	t.Helper()
	if err != nil && len(b.Alarms) > 0 {
		t.Fatal("half a call was read")
	}
	if len(b.Alarms) > read.MaxAlarms || b.LeftOut < 0 {
		t.Fatalf("%d alarms, %d left out", len(b.Alarms), b.LeftOut)
	}
	for i := range b.Alarms {
		soundAlarm(t, &b.Alarms[i])
	}
}

func soundAlarm(t *testing.T, a *read.Alarm) {
	t.Helper()
	if a.Key == "" || a.Summary == "" || a.State != read.Firing && a.State != read.Resolved || a.Severity < read.Worst || a.Severity > read.Mildest || a.Lasts < 0 {
		t.Fatalf("half an alarm: %+v", a)
	}
	for _, s := range []string{a.Key, a.Family, a.Summary, a.Host, a.Component, a.Group, a.Details, a.Raw, a.Link} {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) || utf8.RuneCountInString(s) > read.MaxRaw {
			t.Fatalf("cannot be kept: %q", s)
		}
	}
	if utf8.RuneCountInString(a.Key) > read.MaxName || utf8.RuneCountInString(a.Summary) > read.MaxSummary || len(a.Labels) > read.MaxLabels {
		t.Fatalf("too much is kept: %+v", a)
	}
	again := *a
	if again, ok := read.Given(again); !ok || again.Key != a.Key {
		t.Fatalf("what is kept is kept otherwise the next time: %q, %q", a.Key, again.Key)
	}
}

func FuzzAlertmanager(f *testing.F) {
	f.Add([]byte(fired))
	f.Add([]byte(`{"alerts":[{"status":"firing","labels":{"a":1,"b":null,"c":{"d":[]}}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := read.Alertmanager(body)
		sound(t, b, err)
	})
}

func FuzzZabbix(f *testing.F) {
	f.Add([]byte(`{"event_id":"4711","event_value":"1","event_nseverity":"4","event_name":"Hög last","host":"srv1","tags":{"a":"b"}}`))
	f.Add([]byte(`{"event_id":1,"event_value":0,"host":"*UNKNOWN*","event_name":"{EVENT.NAME}"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := read.Zabbix(body)
		sound(t, b, err)
	})
}

func FuzzIcinga(f *testing.F) {
	f.Add([]byte("NOTIFICATIONTYPE=PROBLEM&HOSTNAME=srv1&SERVICEDESC=disk&SERVICESTATE=WARNING&SERVICEOUTPUT=90%25&TIMET=1764000000"))
	f.Add([]byte("HOSTNAME=%00&HOSTSTATE=DOWN"))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := read.Icinga(body)
		sound(t, b, err)
	})
}

func FuzzGeneric(f *testing.F) {
	f.Add([]byte(`[{"summary":"a","severity":2,"labels":{"x":1}},{"key":"k","summary":"b","state":"resolved","expires_minutes":5}]`))
	f.Add([]byte(`{"alarms":[{"summary":"a","started_at":"2026-11-22T08:00:00Z"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := read.Generic(body)
		sound(t, b, err)
	})
}

func FuzzMail(f *testing.F) {
	f.Add("PROBLEM: disk on srv1", "text", `(?:PROBLEM|OK): (.+)`)
	f.Add("** RECOVERY Service Alert: x/y is OK **", "", `Alert: (\S+)`)
	f.Fuzz(func(t *testing.T, subject, text, key string) {
		m, wrong := read.MailPattern{From: "a@b.example", Key: key, Problem: "PROBLEM", Recovery: "OK|RECOVERY", Host: key}.Compile()
		if wrong != "" {
			t.Skip()
		}
		if a, ok := m.Read(read.Mail{From: "a@b.example", Subject: subject, Text: text}); ok {
			soundAlarm(t, &a)
		}
	})
}

func FuzzTrap(f *testing.F) {
	f.Add("10.0.0.1", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1.7", "7")
	f.Add("::1", "1.3.6.1.2.1.33.2.0.3", "1.3.6.1.2.1.33.1.6.2.1.1.2", "2")
	f.Fuzz(func(t *testing.T, from, oid, name, value string) {
		a, ok := read.Trap{From: from, OID: oid, Vars: []read.Var{{OID: name, Value: value}}}.Alarm([]read.TrapRule{{OID: name, Name: value, Severity: 2}})
		if ok {
			soundAlarm(t, &a)
		}
	})
}
