package ami

import (
	"context"
	"errors"
	"time"
)

// The pauses between tries: they grow while the exchange is away, and a refused login is not tried all the time.
const (
	firstPause = time.Second
	mostPause  = 2 * time.Minute
)

// Keep runs the client again and again until the context ends. Fault is told what is wrong each time.
func (c *Client) Keep(ctx context.Context, fault func(ctx context.Context, err error)) {
	pause := firstPause
	for ctx.Err() == nil {
		in := false
		once := *c
		once.Ready = func(ctx context.Context) {
			in = true
			if c.Ready != nil {
				c.Ready(ctx)
			}
		}
		err := once.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		if fault != nil {
			fault(ctx, err)
		}
		switch {
		case in:
			pause = firstPause
		case errors.Is(err, ErrLogin):
			pause = mostPause
		}
		if !sleep(ctx, pause) {
			return
		}
		pause = min(2*pause, mostPause)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d) //nolint:forbidigo // Real waiting, not the domain's time.
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
