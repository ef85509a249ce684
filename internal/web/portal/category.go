package portal

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web/ui"
)

// categoryOptions are the desk's categories for choosing: branches are headings, what has none below it can be chosen.
func categoryOptions(all []ticket.Category, lang string, chosen string) []ui.Option {
	names := map[ticket.CategoryID]ticket.Category{}
	inner := map[ticket.CategoryID]bool{}
	for _, k := range all {
		names[k.ID] = k
		if k.Active {
			inner[k.Parent] = true
		}
	}
	var out []ui.Option
	for _, k := range all {
		if !k.Active || inner[k.ID] {
			continue
		}
		var above []string
		for up := names[k.Parent]; up.ID != 0; up = names[up.Parent] {
			above = append([]string{up.Name(lang)}, above...)
		}
		value := strconv.FormatInt(int64(k.ID), 10)
		out = append(out, ui.Option{Value: value, Text: k.Name(lang), Group: strings.Join(above, ", "), Selected: value == chosen})
	}
	return out
}
