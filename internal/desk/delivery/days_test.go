package delivery

import (
	"testing"
	"time"
)

func TestWorking_days_leave_out_weekends(t *testing.T) {
	t.Parallel()
	friday := time.Date(2026, 11, 20, 22, 30, 0, 0, time.UTC) // Half past eleven in the evening at home.
	for days, want := range map[int]string{0: "2026-11-20", 1: "2026-11-23", 5: "2026-11-27", 6: "2026-11-30"} {
		if got := addDays(nil, friday, days); got != want {
			t.Errorf("%d days after Friday: %s, want %s", days, got, want)
		}
	}
	if n := countDays(nil, friday, time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)); n != 5 {
		t.Errorf("from Friday to Friday are %d working days", n)
	}
	if n := countDays(nil, friday, friday.Add(-time.Hour)); n != 0 {
		t.Errorf("backwards: %d", n)
	}
	if got := endOf("2026-11-27"); got != time.Date(2026, 11, 27, 23, 0, 0, 0, time.UTC) {
		t.Errorf("the day ends %v", got)
	}
}
