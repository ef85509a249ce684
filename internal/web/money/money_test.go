package money_test

import (
	"testing"

	"lotsen/internal/web/money"
)

func TestAmounts_are_read_as_people_write_them(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int64{"350": 350_00, "12 500,50": 12_500_50, "1\u00a0000 kr": 1000_00, "0": 0, "7.5": 7_50} {
		if got, ok := money.Read(typed); !ok || got != want {
			t.Errorf("%q is read as %d, %v", typed, got, ok)
		}
		if got, ok := money.Read(money.Plain(want)); !ok || got != want {
			t.Errorf("%d comes back as %d", want, got)
		}
	}
	for _, typed := range []string{"", "gratis", "-5", "1,234", "1,", "99999999999999"} {
		if got, ok := money.Read(typed); ok {
			t.Errorf("%q is read as %d", typed, got)
		}
	}
}
