package account

import (
	"strings"

	"lotsen/internal/kit/i18n"
)

// browsers and systems are tried in order: Edge also calls itself Chrome, and Chrome also calls itself Safari.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"Firefox", "Firefox"}, {"OPR", "Opera"}, {"Chrom", "Chrome"}, {"Safari", "Safari"}}
	systems  = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "Chromebook"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}}
)

// browserName says which browser a session is in, as far as it tells.
func browserName(p *i18n.Printer, agent string) string {
	browser, system := pick(agent, browsers), pick(agent, systems)
	switch {
	case browser != "" && system != "":
		return p.T("account.session.on", "browser", browser, "system", system)
	case browser != "":
		return browser
	case system != "":
		return system
	}
	return p.T("account.session.unknown")
}

func pick(agent string, names [][2]string) string {
	for _, n := range names {
		if strings.Contains(agent, n[0]) {
			return n[1]
		}
	}
	return ""
}
