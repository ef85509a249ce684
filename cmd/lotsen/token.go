package main

import (
	"context"
	"fmt"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token for the API; it stands alone on the last line and is shown only now."`
}

type tokenCreateCmd struct {
	Name  string `required:"" help:"What the token is for; shown in the list of tokens and in the history of what it did."`
	Admin bool   `help:"The token may everything, in all organisations." xor:"who"`
	Login string `help:"The token may what this person may." placeholder:"LOGIN" xor:"who"`
	Role  string `default:"agent" help:"Otherwise: the role that it has at the first desk's organisation."`
}

// Run makes the token. It belongs to a person: the one named, or one that is taken up for it and can only be used by it.
func (c *tokenCreateCmd) Run(ctx context.Context, w *world) error {
	return w.withApp(ctx, func(a *app.App) error {
		by := authz.System("lotsen token create")
		owner, err := c.owner(ctx, a, by)
		if err != nil {
			return explain(err)
		}
		secret, err := a.Access.CreateToken(ctx, by, c.Name, owner)
		if err != nil {
			return explain(err)
		}
		fmt.Fprintln(w.out, secret)
		return nil
	})
}

func (c *tokenCreateCmd) owner(ctx context.Context, a *app.App, by authz.Actor) (directory.PersonID, error) {
	if c.Login != "" {
		p, err := personByLogin(ctx, a, by, c.Login, "")
		return p.ID, err
	}
	desk, err := a.FirstDesk(ctx)
	if err != nil {
		return 0, err
	}
	p, err := a.Directory.AddPerson(ctx, by, desk.Org, directory.PersonInput{Given: "API", Family: c.Name, Category: directory.Other})
	if err != nil {
		return 0, err
	}
	in := access.GrantInput{Person: p.ID, Role: c.Role, Reach: authz.Organisation, Of: int64(desk.Org)}
	if c.Admin {
		in.Role, in.Reach, in.Of = "admin", authz.Everywhere, 0
	}
	_, err = a.Access.Grant(ctx, by, in)
	return p.ID, err
}
