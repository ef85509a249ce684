package app

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/web"
)

// identify fits a lookup of the access capability to what the web edge asks for.
func (a *App) identify(look func(context.Context, string) (access.Identity, error)) func(context.Context, string) (web.Identity, error) {
	return func(ctx context.Context, token string) (web.Identity, error) {
		id, err := look(ctx, token)
		if err != nil {
			return web.Identity{}, err
		}
		return web.Identity{Actor: id.Actor, Person: id.Person, OrgName: id.OrgName, Lang: id.Lang, MustChange: id.MustChange}, nil
	}
}
