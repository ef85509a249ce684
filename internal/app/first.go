package app

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// FirstDesk returns the oldest desk. Where there is none it makes an organisation with a desk, so that mail, imports and
// the API work on a database that nobody has set up yet; an administrator names them later.
func (a *App) FirstDesk(ctx context.Context) (directory.Desk, error) {
	by := authz.System("first start")
	desks, err := a.Directory.Desks(ctx, by)
	if err != nil || len(desks) > 0 {
		return oldest(desks), err
	}
	orgs, err := a.Directory.Organisations(ctx, by)
	if err != nil {
		return directory.Desk{}, err
	}
	var org directory.OrgID
	if len(orgs) > 0 {
		org = orgs[0].ID
	} else if made, err := a.Directory.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "lotsen", Name: "Lotsen"}); err == nil {
		org = made.ID
	}
	if org != 0 {
		if desk, err := a.Directory.AddDesk(ctx, by, org, "it", "IT"); err == nil {
			return desk, nil
		}
	}
	// Another process was quicker, or the database refuses; a second look tells which.
	desks, err = a.Directory.Desks(ctx, by)
	if err == nil && len(desks) == 0 {
		err = fmt.Errorf("there is no desk, and none can be made")
	}
	return oldest(desks), err
}

func oldest(desks []directory.Desk) (first directory.Desk) {
	for _, d := range desks {
		if first.ID == 0 || d.ID < first.ID {
			first = d
		}
	}
	return first
}
