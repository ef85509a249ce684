package suppliers

import (
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/web"
)

// kronor writes an amount of öre: "12 500 kr", "12 500,50 kr"; "" for none.
func kronor(c *web.Ctx, ore int64) string {
	if ore == 0 {
		return ""
	}
	s := c.T.Number(ore / 100)
	if rest := ore % 100; rest != 0 {
		point := ","
		if c.T.Lang() == "en" {
			point = "."
		}
		s += point + fmt.Sprintf("%02d", rest)
	}
	return s + "\u00a0kr"
}

// ore reads an amount as people write it; -1 for what is none, which the use case refuses.
func ore(s string) int64 {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "kr", "").Replace(strings.ToLower(s))
	if s == "" {
		return 0
	}
	whole, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1e10 || len(part) > 2 {
		return -1
	}
	cents, err := strconv.ParseInt((part + "00")[:2], 10, 64)
	if err != nil || cents < 0 {
		return -1
	}
	return n*100 + cents
}

// plain is an amount as a form carries it.
func plain(ore int64) string {
	switch {
	case ore == 0:
		return ""
	case ore%100 == 0:
		return strconv.FormatInt(ore/100, 10)
	}
	return fmt.Sprintf("%d,%02d", ore/100, ore%100)
}
