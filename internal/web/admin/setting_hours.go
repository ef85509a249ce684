package admin

import (
	"regexp"
	"strings"

	"lotsen/internal/web"
)

// daysStored are the weekdays as opening hours are stored.
var daysStored = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

var dayWord = regexp.MustCompile(`\p{L}+`)

// hoursShown writes opening hours with the reader's names of the days.
func hoursShown(c *web.Ctx, stored string) string {
	return dayWord.ReplaceAllStringFunc(stored, func(word string) string {
		for _, day := range daysStored {
			if word == day {
				return c.T.T("admin.day." + day)
			}
		}
		return word
	})
}

// hoursTyped is the reverse. What is no day stays, and the use case refuses it.
func hoursTyped(c *web.Ctx, typed string) string {
	return dayWord.ReplaceAllStringFunc(strings.ToLower(typed), func(word string) string {
		for _, day := range daysStored {
			if word == c.T.T("admin.day."+day) {
				return day
			}
		}
		return word
	})
}
