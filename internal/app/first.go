package app

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
)

// FirstDesk returns the oldest desk, and makes one in a database that nobody has set up yet.
func (a *App) FirstDesk(ctx context.Context) (directory.Desk, error) {
	p := a.Texts.Printer(i18n.Swedish)
	return a.Directory.FirstDesk(ctx, p.T("directory.first.org"), p.T("directory.first.desk"))
}
