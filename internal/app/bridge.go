package app

import (
	"fmt"

	"lotsen/internal/channel/teams"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/web/admin/bridges"
	webbridge "lotsen/internal/web/bridge"
)

// wireBridge joins the chat to other systems'; it comes after the chat.
func (a *App) wireBridge() error {
	box, err := sealed.New(a.Options.Secret, "bridge")
	if err != nil {
		return fmt.Errorf("secrets of bridges: %w", err)
	}
	o := a.Options.Teams
	o.Clock = a.Options.Clock
	a.Bridge = bridge.New(bridge.Deps{
		DB: a.DB, Events: a.Events, Directory: a.Directory, Chat: a.Chat, Texts: a.Texts, Log: a.Options.Log, BaseURL: a.Options.BaseURL, Box: box,
		Adapters: map[bridge.Kind]bridge.Adapter{bridge.Teams: teams.New(o)},
	})
	a.Bridge.Work(a.Jobs)
	return nil
}

// mountBridge registers the address that other systems call, and the page of those who join them.
func (a *App) mountBridge() {
	webbridge.Mount(a.Routes, a.Bridge)
	bridges.Mount(a.Routes, bridges.Deps{Shell: a.Shell, Directory: a.Directory, Bridge: a.Bridge, BaseURL: a.Options.BaseURL})
}
