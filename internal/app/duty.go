package app

import (
	"lotsen/internal/web/admin/competence"
	onduty "lotsen/internal/web/agent/duty"
)

// mountDuty registers the pages of who is there and who knows what.
func (a *App) mountDuty() {
	onduty.Mount(a.Routes, onduty.Deps{Shell: a.Shell, Directory: a.Directory, Duty: a.Duty, DB: a.DB})
	competence.Mount(a.Routes, competence.Deps{Shell: a.Shell, Directory: a.Directory, Service: a.Service, Duty: a.Duty})
}
