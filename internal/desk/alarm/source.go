package alarm

import (
	"net/netip"
	"regexp"
	"slices"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Kind is what sort of system a source is.
type Kind string

// The kinds.
const (
	Alertmanager Kind = "alertmanager"
	Zabbix       Kind = "zabbix"
	Icinga       Kind = "icinga"
	Generic      Kind = "generic"
	Mail         Kind = "mail"
	SNMP         Kind = "snmp"
	API          Kind = "api" // Whoever holds a token of ours.
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Alertmanager, Zabbix, Icinga, Generic, Mail, SNMP, API} }

// Calls reports whether sources of this kind call an address of their own.
func (k Kind) Calls() bool { return k != Mail && k != SNMP && k != API }

// How calls are believed.
const (
	Signed = "signed" // Each call is signed, and good once.
	Token  = "token"  // The secret comes along, for those that cannot sign.
)

// Source is a system that tells of alarms.
type Source struct {
	ID          SourceID
	Org         directory.OrgID
	Desk        directory.DeskID
	Code, Name  string
	Kind        Kind
	Auth        string
	SecretNo    int
	OldUntil    time.Time
	Config      SourceConfig
	Active      bool
	CreatedAt   time.Time
	HeardAt     time.Time
	Heard       int
	Error       string
	ErrorAt     time.Time
	SilentSince time.Time
	Storm       ticket.ID
	StormUntil  time.Time
	Version     int64
}

// SourceConfig is what differs between sources.
type SourceConfig struct {
	// Beat is within how many minutes something must be heard; 0: it may be silent for ever.
	Beat int `json:"beat"`
	// Fuse is how many cases it may open in ten minutes before they are a storm.
	Fuse int `json:"fuse"`
	// FlapChanges in FlapMinutes make an alarm one that flaps; 0: never.
	FlapChanges int               `json:"flap_changes"`
	FlapMinutes int               `json:"flap_minutes"`
	Mail        *read.MailPattern `json:"mail,omitempty"`
	// Networks are from where notifications may come: addresses or networks. None: from everywhere.
	Networks []string        `json:"networks,omitempty"`
	Traps    []read.TrapRule `json:"traps,omitempty"`
}

// Defaults are a source's when nobody has said anything else.
func Defaults() SourceConfig { return SourceConfig{Fuse: 20, FlapChanges: 6, FlapMinutes: 30} }

var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)

// Bounds of what may be chosen.
const (
	maxBeat  = 7 * 24 * 60
	maxFuse  = 500
	maxFlaps = 100
	maxTraps = 200
)

func (s *Source) check() error {
	var f errs.Fields
	s.Name, s.Code = clean.Line(s.Name, 120), clean.Line(s.Code, 60)
	if s.Name == "" {
		f.Add("name", "error.required")
	}
	if !codeForm.MatchString(s.Code) {
		f.Add("code", "alarm.error.code")
	}
	if !slices.Contains(Kinds(), s.Kind) {
		f.Add("kind", "error.choose")
	}
	switch {
	case !s.Kind.Calls():
		s.Auth = ""
	case s.Auth != Signed && s.Auth != Token:
		f.Add("auth", "error.choose")
	}
	c := &s.Config
	within := func(name string, n, least, most int) {
		if n < least || n > most {
			f.Add(name, "alarm.error.number", "least", least, "most", most)
		}
	}
	within("beat", c.Beat, 0, maxBeat)
	within("fuse", c.Fuse, 1, maxFuse)
	within("flap_changes", c.FlapChanges, 0, maxFlaps)
	if c.FlapChanges == 1 {
		f.Add("flap_changes", "alarm.error.number", "least", 2, "most", maxFlaps)
	}
	within("flap_minutes", c.FlapMinutes, 1, 24*60)
	if s.Kind == Mail {
		if c.Mail == nil {
			c.Mail = &read.MailPattern{}
		}
		if _, wrong := c.Mail.Compile(); wrong != "" {
			f.Add("mail_"+wrong, "alarm.error.pattern")
		}
	} else {
		c.Mail = nil
	}
	if s.Kind != SNMP {
		c.Networks, c.Traps = nil, nil
	}
	if _, ok := networks(c.Networks); !ok {
		f.Add("networks", "alarm.error.network")
	}
	if len(c.Traps) > maxTraps {
		f.Add("traps", "alarm.error.number", "least", 0, "most", maxTraps)
	}
	for _, r := range c.Traps {
		if !oidForm.MatchString(r.OID) || r.Name == "" || r.Severity < 1 || r.Severity > 5 || r.State != "" && r.State != read.Firing && r.State != read.Resolved {
			f.Add("traps", "alarm.error.trap", "oid", r.OID)
		}
	}
	return f.Err()
}

var oidForm = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,10}){2,60}$`)

// networks reads addresses and networks.
func networks(list []string) ([]netip.Prefix, bool) {
	var out []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			a, err := netip.ParseAddr(text)
			if err != nil {
				return nil, false
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, true
}
