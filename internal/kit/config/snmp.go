package config

import (
	"fmt"
	"net"
	"os"
)

// SNMP is where notifications of devices are taken.
type SNMP struct {
	SNMPListen      string   `toml:"snmp_listen" doc:"Address (UDP) on which SNMP traps and informs are taken, as :9162; port 162 needs a privilege. Empty: none are."`
	SNMPCommunities []string `toml:"snmp_communities" secret:"true" doc:"Communities whose notifications of version 2c are believed. They travel in the clear: prefer users of version 3. Empty: version 2c is not taken."`
	SNMPUsers       string   `toml:"snmp_users" doc:"File with the users of version 3, one a line: name, SHA256, passphrase, AES, passphrase. Empty: version 3 is not taken."`
}

func (s *SNMP) check(fault func(key, want string)) {
	if s.SNMPListen == "" {
		return
	}
	if _, _, err := net.SplitHostPort(s.SNMPListen); err != nil {
		fault("snmp_listen", "host:port")
	}
	if len(s.SNMPCommunities) == 0 && s.SNMPUsers == "" {
		fault("snmp_users", "a file, or snmp_communities: without either nobody is believed")
	}
}

// Users reads the file of users; "" without one.
func (s *SNMP) Users() (string, error) {
	if s.SNMPUsers == "" {
		return "", nil
	}
	raw, err := os.ReadFile(s.SNMPUsers)
	if err != nil {
		return "", fmt.Errorf("snmp_users: %w", err)
	}
	return string(raw), nil
}
