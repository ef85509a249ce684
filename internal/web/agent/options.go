package agent

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// Options of the desk's forms.

func named(list []ticket.Named) []ui.Option {
	out := make([]ui.Option, 0, len(list))
	for _, n := range list {
		out = append(out, ui.Option{Value: strconv.FormatInt(n.ID, 10), Text: n.Name})
	}
	return out
}

// categoryOptions is the tree with its branches written out, so that each option tells all by itself. Ended categories
// are offered only where one stands already.
func categoryOptions(t *i18n.Printer, list []ticket.Category, now ticket.CategoryID) []ui.Option {
	names := map[ticket.CategoryID]string{}
	out := make([]ui.Option, 0, len(list))
	for _, c := range list {
		name := c.Name(t.Lang())
		if above := names[c.Parent]; above != "" {
			name = above + " / " + name
		}
		names[c.ID] = name
		if c.Active || c.ID == now {
			out = append(out, ui.Option{Value: id(c.ID), Text: name})
		}
	}
	return out
}

func keyed[T ~string](t *i18n.Printer, prefix string, list []T) []ui.Option {
	out := make([]ui.Option, 0, len(list))
	for _, v := range list {
		out = append(out, ui.Option{Value: string(v), Text: t.T(prefix + string(v))})
	}
	return out
}

// levels are the three steps of impact or urgency.
func levels(t *i18n.Printer, prefix string) []ui.Option {
	return keyed(t, prefix, []string{"1", "2", "3"})
}

func priorities(t *i18n.Printer) []ui.Option {
	return keyed(t, "desk.priority.", []string{"1", "2", "3", "4", "5"})
}

// enabledKinds are the kinds that the organisation uses, and the one in hand.
func enabledKinds(t *i18n.Printer, kinds map[ticket.Kind]ticket.KindConfig, now ticket.Kind) []ui.Option {
	var list []ticket.Kind
	for _, k := range ticket.Kinds() {
		if kinds[k].Enabled || k == now {
			list = append(list, k)
		}
	}
	return keyed(t, "desk.kind.", list)
}

// textOf finds the text of a value among options.
func textOf(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return strings.TrimSpace(o.Text)
		}
	}
	return ""
}
