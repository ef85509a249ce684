package main

import (
	"fmt"

	"lotsen/internal/channel/snmp"
	"lotsen/internal/kit/config"
)

// snmpOptions says where notifications of devices are taken, and from whom.
func snmpOptions(cfg *config.Config) (snmp.Config, error) {
	text, err := cfg.Users()
	if err != nil {
		return snmp.Config{}, err
	}
	users, err := snmp.ParseUsers(text)
	if err != nil {
		return snmp.Config{}, fmt.Errorf("snmp_users: %w", err)
	}
	return snmp.Config{Listen: cfg.SNMPListen, Communities: cfg.SNMPCommunities, Users: users}, nil
}
