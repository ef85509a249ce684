package agent

import (
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/sla"
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

// serviceOptions are the services that a case can be about, the functions of one working day apart. One out of use is
// offered only where it stands already.
func serviceOptions(t *i18n.Printer, list []ticket.About, now ticket.ServiceID) []ui.Option {
	out := make([]ui.Option, 0, len(list))
	for _, first := range []bool{true, false} {
		for _, s := range list {
			special := s.Class != ""
			if special != first || !s.Active && s.ID != now {
				continue
			}
			o := ui.Option{Value: id(s.ID), Text: inLang(t, s.Sv, s.En)}
			if special {
				o.Group = t.T("sla.class." + s.Class)
			} else if len(out) > 0 && out[0].Group != "" {
				o.Group = t.T("sla.class.other")
			}
			out = append(out, o)
		}
	}
	return out
}

// waitOptions are why a case may wait: the product's own reasons, as the organisation has worded them, and its own.
func waitOptions(t *i18n.Printer, decided []ticket.Wait) []ui.Option {
	words, order := map[string]ticket.Wait{}, sla.StandardCodes()
	for _, w := range decided {
		if !slices.Contains(order, w.Code) {
			order = append(order, w.Code)
		}
		words[w.Code] = w
	}
	var out []ui.Option
	for _, code := range order {
		w, own := words[code]
		switch {
		case !own:
			out = append(out, ui.Option{Value: code, Text: t.T("sla.pause." + code)})
		case w.Active:
			out = append(out, ui.Option{Value: code, Text: inLang(t, w.Sv, w.En)})
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
