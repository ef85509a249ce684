package web

import (
	"fmt"
	"testing"
	"time"
)

func TestRates_remember_a_bounded_number(t *testing.T) {
	t.Parallel()
	r := newRates(1, 100)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 100_000 {
		if r.take(fmt.Sprint(i), at) != 0 {
			t.Fatalf("key %d is limited at once", i)
		}
	}
	if n := len(r.young) + len(r.old); n > 100 {
		t.Errorf("%d keys are remembered", n)
	}
	for range 9 {
		r.take("99999", at)
	}
	if wait := r.take("99999", at); wait != time.Second {
		t.Errorf("a key of the most recent ones must wait %v", wait)
	}
}
