package app

import (
	"lotsen/internal/desk/announce"
	"lotsen/internal/web/admin/readers"
	"lotsen/internal/web/agent/wallboard"
	webannounce "lotsen/internal/web/announce"
	"lotsen/internal/web/hook"
	"lotsen/internal/web/portal/callback"
)

// wireAnnounce makes what those who cannot log in are told. It stands on nearly everything else.
func (a *App) wireAnnounce() {
	a.Announce = announce.New(announce.Deps{
		DB: a.DB, Events: a.Events, Line: a.Line, Calendar: a.Calendar, Ticket: a.Ticket, Notify: a.Notify, Texts: a.Texts, Secret: a.Options.Secret,
	})
}

// mountAnnounce registers the wall, what exchanges read, and the wish to be called back.
func (a *App) mountAnnounce() {
	wallboard.Mount(a.Routes, wallboard.Deps{Assets: a.Assets, Directory: a.Directory, Announce: a.Announce, DB: a.DB})
	webannounce.Mount(a.Routes, webannounce.Deps{Announce: a.Announce, Texts: a.Texts, Guard: hook.New(a.Once)})
	callback.Mount(a.Routes, callback.Deps{Shell: a.Shell, Directory: a.Directory, Announce: a.Announce})
	readers.Mount(a.Routes, readers.Deps{Shell: a.Shell, Announce: a.Announce, Directory: a.Directory, Line: a.Line, BaseURL: a.Options.BaseURL})
}
