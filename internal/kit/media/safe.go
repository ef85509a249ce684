package media

import "strings"

// Safe keeps a type that somebody else has found out, unless a browser might run what it names.
func Safe(kind string) string {
	for _, part := range []string{"html", "xml", "svg", "script"} {
		if strings.Contains(strings.ToLower(kind), part) && !strings.HasPrefix(kind, "application/vnd.openxmlformats-") {
			return "application/octet-stream"
		}
	}
	return kind
}
