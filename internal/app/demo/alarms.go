package demo

import (
	"time"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
)

// ring is an alarm of the demo: from so many minutes before now, for so many; 0 goes on still.
type ring struct {
	source               string
	ago, minutes         int
	severity             int
	host, part, key, txt string
	times                int
}

// rings are the same for both customers: what breaks is much alike.
var rings = []ring{
	{"prometheus", 9 * 24 * 60, 55, 1, "srv-epost1", "DiskFull", "p1", "Disken /var är full till 97 %", 2},
	{"prometheus", 2 * 24 * 60, 18, 2, "srv-skriv2", "ServiceDown", "p2", "Utskriftstjänsten svarar inte", 1},
	{"prometheus", 95, 0, 2, "srv-fil3", "BackupLate", "p3", "Säkerhetskopian är äldre än 26 timmar", 4},
	{"zabbix", 140, 0, 1, "sw-lind-b2", "Switch", "z1", "Switchen svarar inte på ping", 7},
	{"zabbix", 26 * 60, 8, 3, "ap-lind-14", "Wifi", "z2", "Få klienter på accesspunkten", 1},
	{"zabbix", 33, 0, 3, "srv-db2", "Load", "z3", "Hög last i tio minuter", 3},
	{"snmp", 5 * 24 * 60, 12, 1, "ups-stadshuset", "upsOnBattery", "s1", "UPS:en går på batteri", 5},
	{"snmp", 12, 0, 4, "sw-torg-a1", "coldStart", "s2", "Switchen har startat om", 1},
}

// ringing adds three sources with rules, and lets them ring.
func (c *customer) ringing(p *plan, now time.Time) {
	sources := map[string]alarm.SourceID{}
	p.add(now.AddDate(0, 0, -10), func() error { return c.alarmSources(sources) })
	for _, r := range rings {
		begun := now.Add(-time.Duration(r.ago) * time.Minute).Truncate(time.Minute)
		for i := range r.times {
			p.add(begun.Add(time.Duration(i)*time.Minute), func() error { return c.ring(sources, r, read.Firing) })
		}
		if r.minutes > 0 {
			p.add(begun.Add(time.Duration(r.minutes)*time.Minute), func() error { return c.ring(sources, r, read.Resolved) })
		}
	}
}

func (c *customer) alarmSources(sources map[string]alarm.SourceID) error {
	for _, x := range []struct {
		name, title string
		kind        alarm.Kind
		auth        string
	}{
		{"prometheus", "Prometheus", alarm.Alertmanager, alarm.Token}, {"zabbix", "Zabbix", alarm.Zabbix, alarm.Token}, {"snmp", "Nätverk och UPS (SNMP)", alarm.SNMP, ""},
	} {
		src, err := c.app.Alarm.SaveSource(c.ctx, by, alarm.Source{
			Desk: c.desk.ID, Code: x.name + "-" + c.org.Key, Name: x.title, Kind: x.kind, Auth: x.auth, Config: alarm.Defaults(),
		})
		if err != nil {
			return err
		}
		sources[x.name] = src.ID
	}
	do := alarm.Action{Kind: ticket.Incident, Group: c.first.ID, Recover: alarm.RecoverSolve, Reopen: 24 * 60, Windows: alarm.QuietBooked}
	for _, name := range []string{"Nätverk", "Dator", "E-post"} {
		if id := c.categories[name]; id != 0 {
			do.Category = id
			break
		}
	}
	if do.Category == 0 {
		do.Recover = alarm.RecoverNote
	}
	quiet := do
	quiet.Ignore = true
	for _, r := range []alarm.Rule{
		{Name: "Omstarter noteras bara", Config: alarm.RuleConfig{When: []alarm.Condition{{Field: "component", Op: alarm.Is, Value: "coldStart"}}, Worst: 1, Mildest: 5, Do: quiet}},
		{Name: "Allt annat", Config: alarm.RuleConfig{Worst: 1, Mildest: 5, Do: do}},
	} {
		r.Desk, r.Active = c.desk.ID, true
		if _, err := c.app.Alarm.SaveRule(c.ctx, by, r); err != nil {
			return err
		}
	}
	return nil
}

func (c *customer) ring(sources map[string]alarm.SourceID, r ring, state read.State) error {
	a, _ := read.Given(read.Alarm{
		Key: r.key, State: state, Severity: r.severity, Summary: r.txt, Host: r.host, Component: r.part, Labels: map[string]string{"alertname": r.part, "site": "Stadshuset"},
		Raw: `{"alertname":"` + r.part + `","host":"` + r.host + `"}`,
	})
	_, err := c.app.Alarm.Take(c.ctx, sources[r.source], read.Batch{Alarms: []read.Alarm{a}})
	return err
}
