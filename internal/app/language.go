package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
)

// saveLang keeps the language that a person has picked at the top of a page.
func (a *App) saveLang(ctx context.Context, by authz.Actor, lang i18n.Lang) error {
	p, err := directory.Load(ctx, a.DB, directory.PersonID(by.Person))
	if err != nil || p.Lang == lang {
		return err
	}
	_, err = a.Directory.ChangeOwn(ctx, by, p.Version, directory.OwnInput{Phone: p.Phone, Mobile: p.Mobile, Lang: lang, Needs: p.Needs})
	return err
}
