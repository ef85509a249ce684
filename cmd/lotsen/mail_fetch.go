package main

import (
	"context"
	"fmt"

	"lotsen/internal/app"
)

type mailFetchCmd struct {
	Mailbox string `help:"Address of one mailbox; without it, all that are set up." placeholder:"ADDRESS"`
}

// Run looks through the mailboxes once. A serving process may go on: of two that fetch a mailbox one waits.
func (c *mailFetchCmd) Run(ctx context.Context, w *world) error {
	return w.withApp(ctx, func(a *app.App) error {
		list, err := a.Fetcher.Once(ctx, c.Mailbox)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return exit{exitNoUser, "there is no mailbox to fetch"}
		}
		failed := 0
		for _, f := range list {
			switch {
			case f.Busy:
				fmt.Fprintf(w.out, "%s: another process fetches it\n", f.Address)
			case f.Err != nil:
				failed++
				fmt.Fprintf(w.err, "%s: %v\n", f.Address, f.Err)
			default:
				fmt.Fprintf(w.out, "%s: %d taken\n", f.Address, f.Taken)
			}
		}
		if failed > 0 {
			return exit{exitLater, fmt.Sprintf("%d of %d mailboxes cannot be fetched", failed, len(list))}
		}
		return nil
	})
}
