package app

import (
	"lotsen/internal/desk/statement"
	"lotsen/internal/web/admin/statements"
	"lotsen/internal/web/portal/glossary"
	portalstatement "lotsen/internal/web/portal/statement"
)

// mountStatement registers what everybody may read without a login: how accessible the portal is, and what its words mean.
func (a *App) mountStatement() {
	s := statement.New(statement.Deps{DB: a.DB, Events: a.Events, Ticket: a.Ticket, Service: a.Service})
	portalstatement.Mount(a.Routes, portalstatement.Deps{Shell: a.Shell, Statement: s})
	statements.Mount(a.Routes, statements.Deps{Shell: a.Shell, Statement: s})
	glossary.Mount(a.Routes, a.Shell)
}
