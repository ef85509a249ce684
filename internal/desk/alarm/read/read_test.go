package read_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/alarm/read"
)

const fired = `{"version":"4","groupKey":"{}:{alertname=\"Down\"}","truncatedAlerts":3,"notification_reason":"first","alerts":[
	{"status":"firing","labels":{"alertname":"Down","instance":"srv1:9100","severity":"critical","site":"Lindskolan"},"annotations":{"summary":"srv1 svarar inte"},
	"startsAt":"2026-11-22T08:00:00.5Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/graph?g0","fingerprint":"a1"},
	{"status":"resolved","labels":{"alertname":"Disk"},"annotations":{},"startsAt":"2026-11-22T07:00:00Z","endsAt":"2026-11-22T08:00:00Z","fingerprint":"b2"}]}`

func TestAlertmanagers_call_is_understood(t *testing.T) {
	t.Parallel()
	b, err := read.Alertmanager([]byte(fired))
	if err != nil || len(b.Alarms) != 2 || b.LeftOut != 3 {
		t.Fatalf("%v %+v", err, b)
	}
	a := b.Alarms[0]
	if a.Key != "a1" || a.State != read.Firing || a.Severity != 1 || a.Host != "srv1:9100" || a.Summary != "srv1 svarar inte" || a.Group == "" || a.Labels["site"] != "Lindskolan" ||
		!a.Started.Equal(time.Date(2026, 11, 22, 8, 0, 0, 500_000_000, time.UTC)) {
		t.Errorf("%+v", a)
	}
	if b.Alarms[1].Summary != "Disk" || b.Alarms[1].State != read.Resolved || b.Alarms[1].Severity != read.Usual {
		t.Errorf("%+v", b.Alarms[1])
	}
	for name, body := range map[string]string{"another_version": `{"version":"3","alerts":[]}`, "no_list": `{"version":"4"}`, "no_json": `firing`, "no_state": `{"alerts":[{"status":"odd","labels":{"alertname":"x"}}]}`} {
		if _, err := read.Alertmanager([]byte(body)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestZabbix_goes_by_the_event(t *testing.T) {
	t.Parallel()
	call := func(value, tags string) read.Alarm {
		b, err := read.Zabbix([]byte(`{"event_id":"4711","event_value":"` + value + `","event_nseverity":"4","event_name":"Hög last","host":"srv1","trigger_id":"99","event_date":"2026.11.22","event_time":"09:00:00","event_opdata":"{EVENT.OPDATA}","tags":` + tags + `}`))
		if err != nil {
			t.Fatal(err)
		}
		return b.Alarms[0]
	}
	problem, over := call("1", `{"scope":"performance"}`), call("0", `{}`)
	if problem.Key != over.Key || problem.Family != "trigger 99" || problem.Severity != 2 || over.State != read.Resolved || problem.Details != "" {
		t.Errorf("%+v then %+v", problem, over)
	}
	if !problem.Started.Equal(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("nine by Swedish watches is %s", problem.Started)
	}
}

func TestIcinga_tells_of_hosts_and_services(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]read.Alarm{
		"NOTIFICATIONTYPE=PROBLEM&HOSTNAME=srv1&HOSTSTATE=DOWN&HOSTOUTPUT=ping":                         {Key: "srv1", State: read.Firing, Severity: 1},
		"NOTIFICATIONTYPE=RECOVERY&HOSTNAME=srv1&HOSTSTATE=UP":                                          {Key: "srv1", State: read.Resolved, Severity: 5},
		"NOTIFICATIONTYPE=PROBLEM&HOSTNAME=srv1&SERVICEDESC=disk&SERVICESTATE=WARNING&SERVICEOUTPUT=90": {Key: "srv1!disk", State: read.Firing, Severity: 3},
	} {
		b, err := read.Icinga([]byte(body))
		if err != nil || len(b.Alarms) != 1 {
			t.Fatalf("%s: %v", body, err)
		}
		if a := b.Alarms[0]; a.Key != want.Key || a.State != want.State || a.Severity != want.Severity {
			t.Errorf("%s: %+v", body, a)
		}
	}
	if b, err := read.Icinga([]byte("NOTIFICATIONTYPE=ACKNOWLEDGEMENT&HOSTNAME=srv1&HOSTSTATE=DOWN")); err != nil || len(b.Alarms) != 0 {
		t.Errorf("an acknowledgement is an alarm: %v %+v", err, b)
	}
}

func TestPlain_json_is_one_or_several(t *testing.T) {
	t.Parallel()
	for body, n := range map[string]int{
		`{"summary":"a"}`: 1, `[{"summary":"a"},{"summary":"b","state":"resolved","severity":2}]`: 2, `{"alarms":[{"summary":"a","labels":{"x":1,"y":true}}]}`: 1, `[]`: 0,
	} {
		if b, err := read.Generic([]byte(body)); err != nil || len(b.Alarms) != n {
			t.Errorf("%s: %v %+v", body, err, b)
		}
	}
	for _, body := range []string{`{"state":"firing"}`, `{"summary":"a","state":"perhaps"}`, `{"summary":"a","severity":"purple"}`, strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		if _, err := read.Generic([]byte(body)); err == nil {
			t.Errorf("%.40s is taken", body)
		}
	}
	a, _ := read.Generic([]byte(`{"summary":"a","host":"h","labels":{"b":"1","a":"2"}}`))
	b, _ := read.Generic([]byte(`{"summary":"other words","host":"h","labels":{"a":"2","b":"1"}}`))
	if a.Alarms[0].Key != b.Alarms[0].Key {
		t.Error("the same thing has two names")
	}
}

func TestA_mail_is_read_by_its_sources_pattern(t *testing.T) {
	t.Parallel()
	m, wrong := read.MailPattern{From: "@vakt.example", Key: `(?:PROBLEM|OK): (.+)`, Problem: "PROBLEM", Recovery: `\bOK\b`, Host: `on (\S+)`}.Compile()
	if wrong != "" {
		t.Fatal(wrong)
	}
	problem, ok := m.Read(read.Mail{From: "nagios@vakt.example", Subject: "PROBLEM: disk on srv1"})
	over, also := m.Read(read.Mail{From: "nagios@vakt.example", Subject: "OK: disk on srv1"})
	if !ok || !also || problem.Key != over.Key || problem.State != read.Firing || over.State != read.Resolved || problem.Host != "srv1" {
		t.Errorf("%v %+v, %v %+v", ok, problem, also, over)
	}
	for _, mail := range []read.Mail{{From: "x@annan.example", Subject: "PROBLEM: disk"}, {From: "x@vakt.example", Subject: "Veckobrev"}, {From: "x@evil-vakt.example", Subject: "PROBLEM: disk"}} {
		if a, ok := m.Read(mail); ok {
			t.Errorf("%+v became %+v", mail, a)
		}
	}
	if _, wrong := (read.MailPattern{From: "a@b", Key: "(", Problem: "x", Recovery: "y"}).Compile(); wrong != "key" {
		t.Errorf("a broken expression: %q", wrong)
	}
}

func TestA_trap_means_what_its_table_says(t *testing.T) {
	t.Parallel()
	index := []read.Var{{OID: "1.3.6.1.2.1.2.2.1.1.7", Value: "7"}, {OID: "1.3.6.1.2.1.2.2.1.2.7", Value: "ge-0/0/7"}}
	down, ok := read.Trap{From: "10.0.0.1", OID: "1.3.6.1.6.3.1.1.5.3", Vars: index}.Alarm(nil)
	up, _ := read.Trap{From: "10.0.0.1", OID: "1.3.6.1.6.3.1.1.5.4", Vars: index}.Alarm(nil)
	other, _ := read.Trap{From: "10.0.0.1", OID: "1.3.6.1.6.3.1.1.5.3", Vars: []read.Var{{OID: "1.3.6.1.2.1.2.2.1.1.8", Value: "8"}}}.Alarm(nil)
	if !ok || down.Key != up.Key || down.State != read.Firing || up.State != read.Resolved || down.Summary != "link ge-0/0/7" || other.Key == down.Key {
		t.Errorf("%+v\n%+v\n%+v", down, up, other)
	}
	battery, _ := read.Trap{From: "10.0.0.2", OID: "1.3.6.1.2.1.33.2.0.1"}.Alarm(nil)
	if battery.Component != "upsOnBattery" || battery.Lasts != 5*time.Minute || battery.Severity != 1 {
		t.Errorf("%+v", battery)
	}
	unknown, _ := read.Trap{From: "10.0.0.3", OID: "1.3.6.1.4.1.9.1"}.Alarm(nil)
	if unknown.Severity != 4 || unknown.Lasts != time.Hour {
		t.Errorf("%+v", unknown)
	}
	own, _ := read.Trap{From: "10.0.0.3", OID: "1.3.6.1.4.1.9.1"}.Alarm([]read.TrapRule{{OID: "1.3.6.1.4.1.9", Name: "cisco", Severity: 2, State: read.Firing}})
	if own.Component != "cisco" || own.Severity != 2 || own.Lasts != 0 {
		t.Errorf("%+v", own)
	}
}
