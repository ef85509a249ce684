// Package money writes and reads amounts of öre as people do.
//
// Owns: "12 500 kr", "12 500,50 kr", what a form carries, and what somebody may have typed.
// Does not own: prices (desk/catalogue), what they are for.
package money

import (
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/kit/i18n"
)

// Ore writes an amount: "12 500 kr".
func Ore(p *i18n.Printer, ore int64) string {
	sign := ""
	if ore < 0 {
		sign, ore = "\u2212", -ore
	}
	s := sign + p.Number(ore/100)
	if rest := ore % 100; rest != 0 {
		point := ","
		if p.Lang() == string(i18n.English) {
			point = "."
		}
		s += point + fmt.Sprintf("%02d", rest)
	}
	return s + "\u00a0kr"
}

// Per writes an amount with how often it is paid: "350 kr per månad". What is paid once has no more words.
func Per(p *i18n.Printer, ore int64, per string) string {
	if per == "" || per == "once" {
		return Ore(p, ore)
	}
	return p.T("money.per."+per, "amount", Ore(p, ore))
}

// Price writes an amount with what it is for: "Hyra: 350 kr per månad".
func Price(p *i18n.Printer, kind string, ore int64, per string) string {
	return p.T("money.kind."+kind) + ": " + Per(p, ore, per)
}

// Read reads an amount as somebody typed it; false for what is none.
func Read(s string) (ore int64, ok bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "kr", "").Replace(strings.ToLower(s))
	whole, part, point := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1e10 || point && (part == "" || len(part) > 2) {
		return 0, false
	}
	cents, err := strconv.ParseInt((part + "00")[:2], 10, 64)
	if err != nil || cents < 0 {
		return 0, false
	}
	return n*100 + cents, true
}

// Plain is an amount as a form carries it: "350" or "350,50".
func Plain(ore int64) string {
	if ore%100 == 0 {
		return strconv.FormatInt(ore/100, 10)
	}
	return fmt.Sprintf("%d,%02d", ore/100, ore%100)
}
