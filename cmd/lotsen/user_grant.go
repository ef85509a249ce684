package main

import (
	"context"
	"fmt"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

type userGrantCmd struct {
	Login string `required:"" help:"What the person logs in with."`
	Role  string `required:"" help:"Role to grant, as protected, admin or agent."`
	Desk  string `help:"Key of the desk that the role is for; without it, the whole organisation." placeholder:"KEY"`
}

// Run grants the role. In the browser nobody gives what they do not hold; whoever runs the program begins the chain. It
// stands in the security log like every grant.
func (c *userGrantCmd) Run(ctx context.Context, w *world) error {
	return w.withApp(ctx, func(a *app.App) error {
		by := authz.System("lotsen user grant")
		p, err := a.Directory.PersonByLogin(ctx, by, c.Login)
		if errs.Is(err, errs.NotFound) {
			return fmt.Errorf("nobody logs in with %q", c.Login)
		}
		if err != nil {
			return err
		}
		org, err := a.Directory.Organisation(ctx, by, p.Org)
		if err != nil {
			return explain(err)
		}
		if err := grantRole(ctx, a, by, org, p.ID, c.Role, c.Desk); err != nil {
			return explain(err)
		}
		fmt.Fprintf(w.out, "%s has the role %s\n", c.Login, c.Role)
		return nil
	})
}

// grantRole gives a person a role at a desk of an organisation, or in all of it when desk is "".
func grantRole(ctx context.Context, a *app.App, by authz.Actor, org directory.Organisation, id directory.PersonID, role, desk string) error {
	in := access.GrantInput{Person: id, Role: role, Reach: authz.Organisation, Of: int64(org.ID)}
	if desk != "" {
		desks, err := a.Directory.Desks(ctx, by)
		if err != nil {
			return err
		}
		in.Reach, in.Of = authz.Desk, 0
		for _, d := range desks {
			if d.Org == org.ID && d.Key == desk {
				in.Of = int64(d.ID)
			}
		}
		if in.Of == 0 {
			return fmt.Errorf("%s has no desk %q", org.Name, desk)
		}
	}
	_, err := a.Access.Grant(ctx, by, in)
	return err
}
