package config

import (
	"net/url"
	"strings"
)

// Teams is where Microsoft's services are, for the chat from Teams.
type Teams struct {
	TeamsHosts []string `toml:"teams_hosts" doc:"Hosts besides smba.trafficmanager.net to which answers to Teams may be sent, as smba.infra.gcc.teams.microsoft.com."`
	TeamsKeys  string   `toml:"teams_keys" doc:"OpenID metadata that names the Bot Connector's keys. Empty: the public cloud's."`
	TeamsLogin string   `toml:"teams_login" doc:"Login server that gives us tokens for Teams. Empty: https://login.microsoftonline.com."`
}

func (t *Teams) check(fault func(key, want string)) {
	for _, host := range t.TeamsHosts {
		if u, err := url.Parse("https://" + host); err != nil || host == "" || u.Host != host || host != strings.ToLower(host) {
			fault("teams_hosts", "names of hosts in lower case, without https:// and path")
		}
	}
	for key, address := range map[string]string{"teams_keys": t.TeamsKeys, "teams_login": t.TeamsLogin} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
			fault(key, "an address with https://")
		}
	}
}
