package main

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

type userPasswordCmd struct {
	Login    string `arg:"" help:"What the person logs in with."`
	Org      string `help:"Key of the organisation, where the login exists in several." placeholder:"KEY"`
	Password bool   `help:"Read the password from the first line of standard input. Otherwise one is made and printed."`
}

// Run sets the password and ends the person's sessions. One that was made here must be changed at the next login.
func (c *userPasswordCmd) Run(ctx context.Context, w *world) error {
	password, made, err := choosePassword(c.Password, w.in)
	if err != nil {
		return err
	}
	return w.withApp(ctx, func(a *app.App) error {
		by := authz.System("lotsen user password")
		p, err := personByLogin(ctx, a, by, c.Login, c.Org)
		if err != nil {
			return explain(err)
		}
		if err := a.Access.SetPassword(ctx, by, p.ID, password, made); err != nil {
			return explain(err)
		}
		fmt.Fprintf(w.out, "person %d has a new password\n", p.ID)
		if made {
			fmt.Fprintln(w.out, password)
		}
		return nil
	})
}

// personByLogin finds who logs in so; key names the organisation where several know the login.
func personByLogin(ctx context.Context, a *app.App, by authz.Actor, login, key string) (directory.Person, error) {
	var org directory.OrgID
	if key != "" {
		o, err := a.Directory.OrganisationByKey(ctx, key)
		if err != nil {
			return directory.Person{}, err
		}
		org = o.ID
	}
	hits, err := a.Directory.LookUp(ctx, by, login, 0)
	if err != nil {
		return directory.Person{}, err
	}
	var found []directory.Person
	for _, h := range hits {
		if h.Login == strings.ToLower(login) && (org == 0 || h.Org == org) {
			found = append(found, h.Person)
		}
	}
	switch len(found) {
	case 0:
		return directory.Person{}, fmt.Errorf("nobody logs in as %q", login)
	case 1:
		return found[0], nil
	}
	return directory.Person{}, fmt.Errorf("%q exists in several organisations: say which with --org KEY", login)
}
