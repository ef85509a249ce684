package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Take up a person who can log in; also the first administrator."`
	Grant    userGrantCmd    `cmd:"" help:"Give somebody a role that nobody who can log in may give: the first protected."`
	Password userPasswordCmd `cmd:"" help:"Give somebody a new password, when nobody can log in to do it."`
}

type userAddCmd struct {
	Login    string `required:"" help:"What the person logs in with."`
	Given    string `required:"" help:"Given name."`
	Family   string `required:"" help:"Family name."`
	Email    string `help:"Mail address."`
	Category string `default:"employee" help:"employee, pupil, guardian, elected, consultant, supplier or other."`
	Org      string `help:"Key of the organisation; not needed where there is only one." placeholder:"KEY"`
	NewOrg   string `help:"Make the organisation --org with this name, and a desk in it." placeholder:"NAME"`
	Role     string `help:"Role to grant, as admin or agent."`
	Desk     string `help:"Key of the desk that the role is for; without it, the whole organisation." placeholder:"KEY"`
	Password bool   `help:"Read the password from the first line of standard input. Otherwise one is made and printed."`
}

// Run takes up the person. A password that was made here stands alone on the last line and must be changed at the first
// login.
func (c *userAddCmd) Run(ctx context.Context, w *world) error {
	password, made, err := choosePassword(c.Password, w.in)
	if err != nil {
		return err
	}
	return w.withApp(ctx, func(a *app.App) error {
		by := authz.System("lotsen user add")
		org, err := c.organisation(ctx, a, by)
		if err != nil {
			return explain(err)
		}
		p, err := a.Directory.AddPerson(ctx, by, org.ID, directory.PersonInput{
			Given: c.Given, Family: c.Family, Email: c.Email, Login: c.Login, Category: directory.Category(c.Category),
		})
		if err != nil {
			return explain(err)
		}
		if err := c.grant(ctx, a, by, org, p); err != nil {
			return fmt.Errorf("%s is taken up, but has no role and no password: %w", c.Login, explain(err))
		}
		if err := a.Access.SetPassword(ctx, by, p.ID, password, made); err != nil {
			return fmt.Errorf("%s is taken up, but has no password (lotsen user password gives one): %w", c.Login, explain(err))
		}
		fmt.Fprintf(w.out, "%s is person %d of %s\n", c.Login, p.ID, org.Name)
		if made {
			fmt.Fprintln(w.out, password)
		}
		return nil
	})
}

// choosePassword reads the password where that was asked for, else it makes one.
func choosePassword(read bool, in io.Reader) (password string, made bool, err error) {
	if !read {
		return rand.Text(), true, nil
	}
	raw, err := io.ReadAll(io.LimitReader(in, 4096))
	if err != nil {
		return "", false, fmt.Errorf("password: %w", err)
	}
	password, _, _ = strings.Cut(string(raw), "\n")
	return strings.TrimRight(password, "\r"), false, nil
}

// organisation finds the one that is meant, or makes it.
func (c *userAddCmd) organisation(ctx context.Context, a *app.App, by authz.Actor) (directory.Organisation, error) {
	if c.NewOrg != "" {
		org, err := a.Directory.AddOrganisation(ctx, by, directory.OrganisationInput{Key: c.Org, Name: c.NewOrg})
		if err != nil {
			return org, err
		}
		_, err = a.Directory.AddDesk(ctx, by, org.ID, "it", "IT")
		return org, err
	}
	if c.Org != "" {
		org, err := a.Directory.OrganisationByKey(ctx, c.Org)
		if errs.Is(err, errs.NotFound) {
			return org, fmt.Errorf("there is no organisation %q; --new-org makes it", c.Org)
		}
		return org, err
	}
	orgs, err := a.Directory.Organisations(ctx, by)
	switch {
	case err != nil:
		return directory.Organisation{}, err
	case len(orgs) == 0:
		return directory.Organisation{}, errors.New("there is no organisation yet: make one with --org KEY --new-org NAME")
	case len(orgs) > 1:
		return directory.Organisation{}, errors.New("there are several organisations: say which with --org KEY")
	}
	return orgs[0], nil
}

func (c *userAddCmd) grant(ctx context.Context, a *app.App, by authz.Actor, org directory.Organisation, p directory.Person) error {
	if c.Role == "" {
		return nil
	}
	return grantRole(ctx, a, by, org, p.ID, c.Role, c.Desk)
}
