package app

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/channel/ss12000"
	"lotsen/internal/desk/directory/school"
)

// wireSchools makes what asks registers of schools.
func (a *App) wireSchools() error {
	var err error
	a.School, err = school.New(school.Deps{
		DB: a.DB, Roster: a.Roster, Secret: a.Options.Secret, Reader: ss12000.New(a.Options.Partners.Networks, patience),
	})
	if err != nil {
		return fmt.Errorf("registers of schools: %w", err)
	}
	return nil
}

// patience waits as long as a register asks for.
func patience(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d) //nolint:forbidigo // Real waiting, not the domain's time.
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("wait for a register: %w", ctx.Err())
	case <-wait.C:
		return nil
	}
}
