package main

import (
	"context"
	"fmt"

	"lotsen/internal/app"
	"lotsen/internal/kit/check"
	"lotsen/migrations"
)

type checkCmd struct {
	Repair bool `help:"Mend what can be derived from the rest, and remove files that belong to no row."`
	Quick  bool `help:"Do not read every file from end to end."`
}

// Run prints one line for each check, and the first findings below it.
func (c *checkCmd) Run(ctx context.Context, w *world) (err error) {
	db, files, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer closeDB(db, &err)
	env := check.Env{DB: db, Files: files, Now: now(), Migrations: migrations.Files, Quick: c.Quick}
	wrong := 0
	app.Checks().Run(ctx, env, c.Repair, func(res check.Result) {
		line := fmt.Sprintf("%-18s %d", res.Name, res.Findings)
		if res.Repaired > 0 {
			line += fmt.Sprintf("  (%d repaired)", res.Repaired)
		}
		if res.Err != nil {
			line += "  could not be checked: " + res.Err.Error()
			wrong++
		}
		fmt.Fprintln(w.out, line)
		for _, example := range res.Examples {
			fmt.Fprintln(w.out, "    "+example)
		}
		if more := res.Findings - len(res.Examples); more > 0 {
			fmt.Fprintf(w.out, "    and %d more\n", more)
		}
		wrong += res.Findings
	})
	if wrong > 0 {
		return exit{code: 1}
	}
	return nil
}
