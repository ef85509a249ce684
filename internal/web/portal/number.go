package portal

import (
	"slices"
	"strings"
)

// threeDigits are the Swedish area codes of three digits, with the zero. Stockholm's has two; all others four.
var threeDigits = []string{
	"010", "011", "013", "016", "018", "019", "020", "021", "023", "026", "031", "033", "035", "036", "040", "042", "044", "046", "054", "060",
	"063", "070", "072", "073", "075", "076", "079", "090",
}

// spoken writes a number of the public net (E.164) as it is read in Sweden, and as it is dialled from abroad: 08-555 10 00
// and +46 8 555 10 00. A number of another country has one form.
func spoken(number string) (national, international string) {
	rest, swedish := strings.CutPrefix(number, "+46")
	if !swedish || len(rest) < 6 {
		return number, number
	}
	area := rest[:3]
	switch {
	case strings.HasPrefix(rest, "8"):
		area = rest[:1]
	case slices.Contains(threeDigits, "0"+rest[:2]):
		area = rest[:2]
	}
	local := grouped(rest[len(area):])
	return "0" + area + "-" + local, "+46 " + area + " " + local
}

// grouped writes digits in pairs, after a first group of three where their number is odd; eight are 3, 3 and 2.
func grouped(s string) string {
	var out []string
	if len(s) == 8 {
		return s[:3] + " " + s[3:6] + " " + s[6:]
	}
	if len(s)%2 == 1 && len(s) >= 3 {
		out, s = append(out, s[:3]), s[3:]
	}
	for len(s) > 2 {
		out, s = append(out, s[:2]), s[2:]
	}
	return strings.Join(append(out, s), " ")
}
