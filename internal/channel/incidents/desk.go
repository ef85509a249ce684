package incidents

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// Home is the key of the organisation and desk that an import makes for itself when none is named.
const Home = "import"

// Desk finds the desk for an import by the keys of organisation and desk: an empty desk is the organisation's first, and
// an empty organisation a home of the import's own, made the first time. Errors: errs.NotFound.
func Desk(ctx context.Context, dir *directory.Service, org, desk string) (directory.Desk, error) {
	by := authz.System("import")
	key := org
	if key == "" {
		key = Home
	}
	o, err := dir.OrganisationByKey(ctx, key)
	if errs.Is(err, errs.NotFound) && org == "" {
		if o, err = dir.AddOrganisation(ctx, by, directory.OrganisationInput{Key: Home, Name: "Import"}); err == nil {
			_, err = dir.AddDesk(ctx, by, o.ID, Home, "Import")
		}
	}
	if err != nil {
		return directory.Desk{}, err
	}
	desks, err := dir.Desks(ctx, by)
	if err != nil {
		return directory.Desk{}, err
	}
	for _, d := range desks {
		if d.Org == o.ID && (desk == "" || d.Key == desk) {
			return d, nil
		}
	}
	return directory.Desk{}, errs.Missing()
}
