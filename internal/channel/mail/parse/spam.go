package parse

import (
	"strconv"
	"strings"
)

// spamMarks lists the gateways whose marks call the mail spam. Anyone can write such a mark: whose counts is for others
// to say.
func spamMarks(h header) []string {
	var marks []string
	yes := func(key string) bool { return strings.HasPrefix(strings.ToLower(h.ascii(key)), "yes") }
	if yes("x-spam-flag") || yes("x-spam-status") {
		marks = append(marks, "spamassassin")
	}
	// From 5 upwards Exchange itself puts mail into the junk folder.
	if level, err := strconv.Atoi(h.ascii("x-ms-exchange-organization-scl")); err == nil && level >= 5 {
		marks = append(marks, "exchange")
	}
	action := strings.ToLower(h.ascii("x-rspamd-action"))
	if yes("x-spam") || action == "reject" || action == "add header" || action == "rewrite subject" || action == "quarantine" {
		marks = append(marks, "rspamd")
	}
	return marks
}
