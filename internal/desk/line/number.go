package line

import (
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
)

// mostShort is how many digits a number within an exchange has at most; longer ones belong to the public net.
const mostShort = 6

// withheld are what telephone systems say instead of a number that is not shown.
var withheld = []string{"", "anonymous", "unknown", "private", "withheld", "restricted", "unavailable", "hidden", "<unknown>", "dolt", "dolt nummer"}

// Number writes a telephone number in one form: +46812345678 for a number of the public net, the digits alone for one
// within an exchange that names no prefix, and "" for a number that is not shown.
func Number(raw, prefix string) string {
	s := strings.ToLower(strings.TrimSpace(raw))
	for _, scheme := range []string{"sips:", "sip:", "tel:"} {
		s = strings.TrimPrefix(s, scheme)
	}
	s, _, _ = strings.Cut(s, "@")
	s, _, _ = strings.Cut(s, ";")
	if slices.Contains(withheld, s) {
		return ""
	}
	d := directory.PhoneDigits(s)
	if d == "" || len(d) > 18 {
		return ""
	}
	abroad := strings.HasPrefix(s, "+")
	switch {
	case abroad && !strings.HasPrefix(s, "+46"):
		return "+" + d
	case !abroad && strings.HasPrefix(d, "00"):
		return "+" + d[2:] // Those of Sweden have become national already.
	case strings.HasPrefix(d, "0"):
		return "+46" + d[1:]
	case len(d) <= mostShort && prefix != "":
		return Number(prefix+d, "")
	case len(d) <= mostShort:
		return d
	default:
		return "+" + d
	}
}

// short reports whether a number is one within an exchange.
func short(number string) bool { return number != "" && !strings.HasPrefix(number, "+") }

// nationalDigits is a number as the register's words spell it.
func nationalDigits(number string) string { return directory.PhoneDigits(number) }

// twoDigits are the Swedish area codes of two digits after the zero, those of mobile and other nets among them; 8 alone
// has one, all others three.
var twoDigits = []string{
	"10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40", "42", "44", "46", "54", "60", "63", "70", "72", "73", "74",
	"75", "76", "77", "79", "90",
}

// National is a number as it is dialled within Sweden, in groups: 08-508 300 00.
func National(number string) string {
	area, rest, ok := parted(number)
	if !ok {
		return number
	}
	return "0" + area + "-" + grouped(rest)
}

// International is a number as it is dialled from abroad, in groups: +46 8 508 300 00.
func International(number string) string {
	area, rest, ok := parted(number)
	if !ok {
		return number
	}
	return "+46 " + area + " " + grouped(rest)
}

func parted(number string) (area, rest string, ok bool) {
	d, ok := strings.CutPrefix(number, "+46")
	if !ok || len(d) < 6 {
		return "", "", false
	}
	n := 3
	if d[0] == '8' {
		n = 1
	} else if slices.Contains(twoDigits, d[:2]) {
		n = 2
	}
	return d[:n], d[n:], true
}

// grouped parts digits in groups of two, with the first of three where their count is odd, or there are many.
func grouped(d string) string {
	var parts []string
	switch {
	case len(d) == 8:
		parts, d = []string{d[:3], d[3:6]}, d[6:]
	case len(d)%2 == 1 && len(d) > 3:
		parts, d = []string{d[:3]}, d[3:]
	}
	for len(d) > 3 {
		parts, d = append(parts, d[:2]), d[2:]
	}
	return strings.Join(append(parts, d), " ")
}
