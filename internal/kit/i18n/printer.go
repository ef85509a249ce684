package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/kit/clock"
)

// Printer writes texts, dates and numbers in one language.
type Printer struct {
	catalogue *Catalogue
	lang      Lang
}

// Lang returns the printer's language tag.
func (p *Printer) Lang() string { return string(p.lang) }

// T returns the text for key. Args are pairs of placeholder name and value; a plural text picks its form by the
// argument named "count". A missing key shows as ⟦key⟧.
func (p *Printer) T(key string, args ...any) string {
	t, ok := p.catalogue.texts[p.lang][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	s := t.plain
	if t.plural != nil {
		s = t.plural[category(args)]
		if s == "" {
			s = t.plural["other"]
		}
	}
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	return p.fill(s, args)
}

// Has reports whether the language has a text for key.
func (p *Printer) Has(key string) bool {
	_, ok := p.catalogue.texts[p.lang][key]
	return ok
}

// fill replaces {name} by the argument of that name. It works in one pass, so a value that contains braces stays as it is.
func (p *Printer) fill(s string, args []any) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			b.WriteString(s)
			return b.String()
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:open])
		name := s[open+1 : open+end]
		if value, ok := argument(args, name); ok {
			b.WriteString(p.value(value))
		} else {
			b.WriteString(s[open : open+end+1])
		}
		s = s[open+end+1:]
	}
}

func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Number(int64(v))
	case int64:
		return p.Number(v)
	case time.Time:
		return p.DateTime(v)
	}
	return fmt.Sprint(v)
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// category is the CLDR plural category; Swedish and English share the rule for whole numbers.
func category(args []any) string {
	v, _ := argument(args, "count")
	switch n := v.(type) {
	case int:
		if n == 1 {
			return "one"
		}
	case int64:
		if n == 1 {
			return "one"
		}
	}
	return "other"
}

// DateTime writes an instant as 2026-11-22 14:05 in Swedish time; the zero time is empty.
func (p *Printer) DateTime(t time.Time) string { return format(t, "2006-01-02 15:04") }

// Date writes an instant's day as 2026-11-22 in Swedish time; the zero time is empty.
func (p *Printer) Date(t time.Time) string { return format(t, "2006-01-02") }

func format(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Stockholm()).Format(layout)
}

// Number writes a whole number with groups of three: 12 345 in Swedish (no-break space), 12,345 in English.
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	separator := "\u00a0"
	if p.lang == English {
		separator = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}
