package access

import "time"

// Limits say how long logins last and how often one may fail. Zero values take the defaults.
type Limits struct {
	Idle    time.Duration // A session unused for so long is over: 12 h.
	Longest time.Duration // And none lives longer than this: 30 days.
	// Failed logins within the window of 15 minutes. A school sits behind one address, so an address is allowed many;
	// somebody who types another's login wrong locks out their own address long before the owner.
	Window    time.Duration
	ByBoth    int // To one login from one address: 5.
	ByLogin   int // To one login from anywhere: 20.
	ByAddress int // From one address to any login: 500.
}

func (l Limits) withDefaults() Limits {
	d := Limits{Idle: 12 * time.Hour, Longest: 30 * 24 * time.Hour, Window: 15 * time.Minute, ByBoth: 5, ByLogin: 20, ByAddress: 500}
	for _, p := range []struct{ v, d *time.Duration }{{&l.Idle, &d.Idle}, {&l.Longest, &d.Longest}, {&l.Window, &d.Window}} {
		if *p.v == 0 {
			*p.v = *p.d
		}
	}
	for _, p := range []struct{ v, d *int }{{&l.ByBoth, &d.ByBoth}, {&l.ByLogin, &d.ByLogin}, {&l.ByAddress, &d.ByAddress}} {
		if *p.v == 0 {
			*p.v = *p.d
		}
	}
	return l
}
