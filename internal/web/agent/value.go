package agent

import (
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
)

// glossary writes values from the event log in words: ids by their names, codes by their texts.
type glossary struct {
	t     *i18n.Printer
	names ticket.Names
	kinds map[ticket.Kind]ticket.KindConfig
}

// label is a column's name in words.
func (g glossary) label(column string) string {
	if key, own := strings.CutPrefix(column, "field."); own {
		return g.fieldLabel(key)
	}
	if key := "desk.field." + column; g.t.Has(key) {
		return g.t.T(key)
	}
	return column
}

// fieldLabel is an extra field's name, as the organisation has worded it.
func (g glossary) fieldLabel(key string) string {
	for _, k := range g.kinds {
		for _, spec := range k.Fields {
			if spec.Key == key {
				return inLang(g.t, spec.Sv, spec.En)
			}
		}
	}
	return key
}

// value is what stood or stands in a column, in words; a dash for nothing.
func (g glossary) value(column string, v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case bool:
		return g.t.T("desk.yes_no." + strconv.FormatBool(v))
	case string:
		return dash(g.word(column, v))
	case float64:
		return g.number(column, int64(v))
	case int64:
		return g.number(column, v)
	}
	return fmt.Sprint(v)
}

// word is a value that is text: a code of ours, or people's own words.
func (g glossary) word(column, v string) string {
	if v == "" {
		return ""
	}
	switch column {
	case "state", "kind", "channel":
		return g.t.T("desk." + column + "." + v)
	case "hold_code":
		if key := "sla.pause." + v; g.t.Has(key) {
			return g.t.T(key)
		}
	case "contact_way":
		return g.t.T("contact.way." + v)
	case "closed_how":
		if key := "desk.closed_how." + v; g.t.Has(key) {
			return g.t.T(key)
		}
	case "substate":
		for _, k := range g.kinds {
			if sub, ok := k.Substate(v); ok {
				return inLang(g.t, sub.Sv, sub.En)
			}
		}
	}
	return v
}

// number is a value that is a number: an id, a level, an instant.
func (g glossary) number(column string, n int64) string {
	named := func(list map[int64]string) string {
		if name := list[n]; name != "" {
			return name
		}
		if n == 0 {
			return "–"
		}
		return g.t.T("desk.masked")
	}
	switch column {
	case "assignee_id", "requester_id", "reporter_id":
		return named(g.names.People)
	case "group_id":
		return named(g.names.Groups)
	case "unit_id":
		return named(g.names.Units)
	case "site_id":
		return named(g.names.Sites)
	case "desk_id":
		return named(g.names.Desks)
	case "supplier_id":
		return named(g.names.Suppliers)
	case "service_id":
		k := g.names.Services[n]
		return dash(k.Name(g.t.Lang()))
	case "category_id":
		k := g.names.Categories[n]
		return dash(k.Name(g.t.Lang()))
	case "merged_into":
		return ticket.ID(n).String()
	case "priority":
		return priorityText(g.t, int(n))
	case "impact", "urgency":
		if n >= 1 && n <= 3 {
			return g.t.T("desk." + column + "." + strconv.FormatInt(n, 10))
		}
	case "hold_until", "detected_at", "created_at", "assigned_at", "replied_at", "resolved_at", "told_at", "close_due", "closed_at", "followed_up_at":
		return g.t.DateTime(clock.FromMicros(n))
	}
	return strconv.FormatInt(n, 10)
}
