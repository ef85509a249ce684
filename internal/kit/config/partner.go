package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// secretName is what the name of a partner's secret may be: it becomes a file's.
var secretName = regexp.MustCompile(`^[a-z0-9_]{1,60}$`)

// PartnerSecret reads a partner's secret by its name, anew each time, so that one that was changed counts at once.
func (c Config) PartnerSecret(name string) (string, bool) {
	if c.PartnerSecrets == "" || !secretName.MatchString(name) {
		return "", false
	}
	raw, err := os.ReadFile(filepath.Join(c.PartnerSecrets, name))
	text := strings.TrimSpace(string(raw))
	return text, err == nil && text != ""
}
