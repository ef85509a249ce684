package snmp

import (
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gosnmp/gosnmp"

	"lotsen/internal/desk/alarm/read"
)

// Why a message is not taken.
var (
	errBroken   = errors.New("snmp: the message cannot be decoded")
	errStranger = errors.New("snmp: neither a community nor a user of ours")
	errKind     = errors.New("snmp: no notification of version 2c or 3")
)

// snmpTrapOID names the notification in its values.
const snmpTrapOID = "1.3.6.1.6.3.1.1.4.1.0"

// usmStatsUnknownEngineIDs is what an engine that is asked for its name answers with.
const usmStatsUnknownEngineIDs = ".1.3.6.1.6.3.15.1.1.4.0"

// decoder knows who is believed.
type decoder struct {
	communities []string
	users       []User
	engine      string // Names us to those who send informs.
	known       *gosnmp.GoSNMP
	plain       *gosnmp.GoSNMP // Knows nobody: for messages that ask who we are.
}

func newDecoder(c Config, engine string) (*decoder, error) {
	d := &decoder{communities: c.Communities, users: c.Users, engine: engine}
	d.plain = &gosnmp.GoSNMP{Version: gosnmp.Version3, SecurityModel: gosnmp.UserSecurityModel, MsgFlags: gosnmp.NoAuthNoPriv, SecurityParameters: &gosnmp.UsmSecurityParameters{AuthoritativeEngineID: engine}}
	d.known = &gosnmp.GoSNMP{Version: gosnmp.Version3, SecurityModel: gosnmp.UserSecurityModel, MsgFlags: gosnmp.AuthPriv, SecurityParameters: &gosnmp.UsmSecurityParameters{AuthoritativeEngineID: engine}}
	table := gosnmp.NewSnmpV3SecurityParametersTable(gosnmp.Logger{})
	for _, u := range c.Users {
		if err := table.Add(u.Name, u.params()); err != nil {
			return nil, fmt.Errorf("snmp user %s: %w", u.Name, err)
		}
	}
	d.known.SetTrapSecurityParametersTable(table)
	return d, nil
}

// decode makes a packet of a message from outside. The library is not trusted to bear everything.
func decode(by *gosnmp.GoSNMP, message []byte) (p *gosnmp.SnmpPacket, err error) {
	defer func() {
		if recover() != nil {
			p, err = nil, errBroken
		}
	}()
	if p, err = by.UnmarshalTrap(slices.Clone(message), false); err == nil && p == nil {
		err = errBroken
	}
	return p, err
}

// take finds out what a message says. Probe is true for one that asks who we are.
func (d *decoder) take(message []byte) (p *gosnmp.SnmpPacket, probe bool, err error) {
	version, ok := versionOf(message)
	if !ok {
		return nil, false, errBroken
	}
	switch version {
	case gosnmp.Version2c:
		if p, err = decode(d.plain, message); err != nil {
			return nil, false, errors.Join(errBroken, err)
		}
		if !d.community(p.Community) {
			return nil, false, errStranger
		}
	case gosnmp.Version3:
		if p, err = decode(d.plain, message); err == nil && asks(p) {
			return p, true, nil
		}
		if p, err = decode(d.known, message); err != nil {
			return nil, false, errors.Join(errStranger, err)
		}
		if !d.protected(p) {
			return nil, false, errStranger
		}
	default:
		return nil, false, errKind
	}
	if p.PDUType != gosnmp.SNMPv2Trap && p.PDUType != gosnmp.InformRequest {
		return nil, false, errKind
	}
	return p, false, nil
}

// versionOf reads the version at the beginning of a message: a sequence that begins with an integer.
func versionOf(b []byte) (gosnmp.SnmpVersion, bool) {
	if len(b) < 5 || b[0] != 0x30 {
		return 0, false
	}
	i := 2
	if b[1] >= 0x80 {
		i += int(b[1] & 0x7f)
	}
	if i+2 >= len(b) || b[i] != 0x02 || b[i+1] != 1 {
		return 0, false
	}
	return gosnmp.SnmpVersion(b[i+2]), true
}

func (d *decoder) community(given string) bool {
	good := false
	for _, c := range d.communities {
		good = subtle.ConstantTimeCompare([]byte(given), []byte(c)) == 1 && c != "" || good
	}
	return good
}

// asks reports whether a message is one by which an engine finds out our name.
func asks(p *gosnmp.SnmpPacket) bool {
	usm, ok := p.SecurityParameters.(*gosnmp.UsmSecurityParameters)
	return ok && usm.UserName == "" && usm.AuthoritativeEngineID == "" && p.MsgFlags&gosnmp.AuthPriv == 0
}

// protected reports whether a message was protected as its user's must be.
func (d *decoder) protected(p *gosnmp.SnmpPacket) bool {
	usm, ok := p.SecurityParameters.(*gosnmp.UsmSecurityParameters)
	if !ok {
		return false
	}
	i := slices.IndexFunc(d.users, func(u User) bool { return u.Name == usm.UserName })
	return i >= 0 && p.MsgFlags&gosnmp.AuthPriv == d.users[i].flags()
}

// answer is the answer to an inform that was taken.
func answer(p *gosnmp.SnmpPacket) ([]byte, error) {
	p.PDUType, p.Error, p.ErrorIndex = gosnmp.GetResponse, gosnmp.NoError, 0
	return marshal(p)
}

// report tells an engine our name.
func (d *decoder) report(p *gosnmp.SnmpPacket) ([]byte, error) {
	p.PDUType, p.MsgFlags = gosnmp.Report, gosnmp.NoAuthNoPriv
	p.SecurityParameters = &gosnmp.UsmSecurityParameters{AuthoritativeEngineID: d.engine, AuthoritativeEngineBoots: 1, AuthoritativeEngineTime: 1}
	p.ContextEngineID = d.engine
	p.Variables = []gosnmp.SnmpPDU{{Name: usmStatsUnknownEngineIDs, Type: gosnmp.Counter32, Value: uint32(1)}}
	return marshal(p)
}

func marshal(p *gosnmp.SnmpPacket) (raw []byte, err error) {
	defer func() {
		if recover() != nil {
			raw, err = nil, errBroken
		}
	}()
	return p.MarshalMsg()
}

// mostVars is how many values of a notification are read.
const mostVars = 200

// trap is a notification as it is understood further in.
func trap(p *gosnmp.SnmpPacket, from string) read.Trap {
	t := read.Trap{From: from}
	for _, v := range p.Variables[:min(len(p.Variables), mostVars)] {
		oid := strings.TrimPrefix(v.Name, ".")
		text := value(v)
		if oid == snmpTrapOID {
			t.OID = strings.TrimPrefix(text, ".")
			continue
		}
		t.Vars = append(t.Vars, read.Var{OID: oid, Value: text})
	}
	return t
}

// value writes a value as people read it.
func value(v gosnmp.SnmpPDU) string {
	switch x := v.Value.(type) {
	case string:
		return strings.TrimPrefix(x, ".")
	case []byte:
		if utf8.Valid(x) && !strings.ContainsFunc(string(x), func(r rune) bool { return r < 0x20 && r != '\n' && r != '\t' && r != '\r' }) {
			return string(x)
		}
		return hex.EncodeToString(x)
	case int:
		return strconv.Itoa(x)
	case nil:
		return ""
	default:
		return fmt.Sprint(x)
	}
}
