package snmp

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gosnmp/gosnmp"
)

// Config says where notifications are taken, and from whom.
type Config struct {
	Listen      string   // Address, as ":9162"; "" for nowhere.
	Communities []string // Of version 2c. None: that version is not taken.
	Users       []User   // Of version 3.
}

// User is a user of version 3.
type User struct {
	Name             string
	Auth, Priv       string // Protocols, as SHA256 and AES; "" for none.
	AuthKey, PrivKey string // Passphrases.
}

var (
	auths = map[string]gosnmp.SnmpV3AuthProtocol{
		"": gosnmp.NoAuth, "SHA": gosnmp.SHA, "SHA224": gosnmp.SHA224, "SHA256": gosnmp.SHA256, "SHA384": gosnmp.SHA384, "SHA512": gosnmp.SHA512,
	}
	privs = map[string]gosnmp.SnmpV3PrivProtocol{"": gosnmp.NoPriv, "AES": gosnmp.AES, "AES192": gosnmp.AES192, "AES256": gosnmp.AES256}
)

// least is the shortest passphrase, by RFC 3414.
const least = 8

// ParseUsers reads users, one a line: name, protocol and passphrase of authentication, protocol and passphrase of privacy,
// with white space between. Lines that begin with # say nothing. A user without authentication is nobody to believe.
func ParseUsers(text string) ([]User, error) {
	var out []User
	n := 0
	for line := range strings.Lines(text) {
		n++
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != 3 && len(f) != 5 {
			return nil, fmt.Errorf("line %d: name, protocol, passphrase, and again protocol and passphrase of privacy", n)
		}
		u := User{Name: f[0], Auth: strings.ToUpper(f[1]), AuthKey: f[2]}
		if len(f) == 5 {
			u.Priv, u.PrivKey = strings.ToUpper(f[3]), f[4]
		}
		if err := u.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, u)
	}
	return out, nil
}

func (u User) check() error {
	_, auth := auths[u.Auth]
	_, priv := privs[u.Priv]
	switch {
	case u.Auth == "" || !auth:
		return errors.New("authentication is SHA, SHA224, SHA256, SHA384 or SHA512")
	case !priv:
		return errors.New("privacy is AES, AES192 or AES256")
	case len(u.AuthKey) < least || u.Priv != "" && len(u.PrivKey) < least:
		return fmt.Errorf("a passphrase has at least %d characters", least)
	}
	return nil
}

// flags are what a message of the user must be protected by.
func (u User) flags() gosnmp.SnmpV3MsgFlags {
	if u.Priv != "" {
		return gosnmp.AuthPriv
	}
	return gosnmp.AuthNoPriv
}

func (u User) params() *gosnmp.UsmSecurityParameters {
	return &gosnmp.UsmSecurityParameters{
		UserName: u.Name, AuthenticationProtocol: auths[u.Auth], AuthenticationPassphrase: u.AuthKey, PrivacyProtocol: privs[u.Priv], PrivacyPassphrase: u.PrivKey,
	}
}
