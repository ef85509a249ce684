package admin

import (
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web/ui"
)

// unitOptions are units in their tree, each after the one that it belongs to. A no-break space survives where a browser
// shows the options.
func unitOptions(units []directory.Unit) []ui.Option {
	var out []ui.Option
	for _, u := range units {
		out = append(out, ui.Option{Value: text(int64(u.ID)), Text: indent(depth(u.Path)) + u.Name})
	}
	return out
}

// depth is how many units are above one.
func depth(path string) int { return max(strings.Count(path, "/")-2, 0) }

func indent(n int) string { return strings.Repeat("\u00a0\u00a0\u00a0", n) }
