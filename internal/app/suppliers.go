package app

import (
	"lotsen/internal/web/agent/suppliers"
)

// mountSuppliers registers the pages of suppliers.
func (a *App) mountSuppliers() {
	suppliers.Mount(a.Routes, suppliers.Deps{Shell: a.Shell, Supplier: a.Supplier, Delegation: a.Delegation, Access: a.Access, Directory: a.Directory})
}
