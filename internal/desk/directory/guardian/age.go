package guardian

import (
	"fmt"
	"strings"
	"time"

	"lotsen/internal/kit/clock"
)

// majority is the age from which nobody speaks for one any more.
const majority = 18

// OfAge reports whether somebody born on a day (as 2008-02-29) is 18 at an instant, by Swedish days: from the first
// moment of the birthday. Whoever was born on a leap day has their birthday on 28 February in other years, as the act
// (1930:173) reckons. A day that is not known is nobody under age.
func OfAge(born string, at time.Time) bool { return !ValidDay(born) || born <= YoungestOfAge(at) }

// YoungestOfAge is the latest day of birth of those who are of age at an instant. As text, days compare as days do.
func YoungestOfAge(at time.Time) string {
	y, m, d := at.In(clock.Stockholm()).Date()
	if m == time.February && d == 28 && !leap(y) {
		d = 29
	}
	return fmt.Sprintf("%04d-%02d-%02d", y-majority, m, d)
}

func leap(y int) bool { return time.Date(y, time.February, 29, 0, 0, 0, 0, time.UTC).Day() == 29 }

// ValidDay reports whether a text is a day of the calendar.
func ValidDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// BornFrom reads a day of birth from a day, or from a Swedish personal or coordination number in its long form (whose
// day is 60 higher). Nothing else of the number is kept. A number of ten digits does not tell the century.
func BornFrom(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if ValidDay(s) {
		return s, true
	}
	digits := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '+' {
			return -1
		}
		return r
	}, s)
	if len(digits) != 12 && len(digits) != 8 {
		return "", false
	}
	day := digits[6:8]
	if len(digits) == 12 && day > "60" {
		day = fmt.Sprintf("%c%c", day[0]-6, day[1])
	}
	born := digits[:4] + "-" + digits[4:6] + "-" + day
	return born, ValidDay(born)
}
