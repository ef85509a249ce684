package app

import (
	"lotsen/internal/desk/access"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web/admin/review"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/references"
	"lotsen/internal/web/portal/substitutes"
	"lotsen/internal/web/portal/who"
	"lotsen/internal/web/shell"
)

// who is the page and the block that tell who may order and approve.
func (a *App) who() *who.Pages {
	return who.New(who.Deps{Shell: a.Shell, Directory: a.Directory, Access: a.Access, Service: a.Service})
}

// rightPages mounts what people see of their own and others' rights.
func (a *App) rightPages() {
	a.who().Mount(a.Routes)
	references.Mount(a.Routes, references.Deps{Shell: a.Shell, Directory: a.Directory, Access: a.Access, Service: a.Service})
	review.Mount(a.Routes, review.Deps{Shell: a.Shell, Directory: a.Directory, Access: a.Access})
	substitutes.Mount(a.Routes, substitutes.Deps{Shell: a.Shell, Directory: a.Directory, Access: a.Access})
}

// rightLinks are the entries of a person's own menu that are about rights.
func rightLinks() []shell.Link {
	return []shell.Link{{Href: paths.Substitutes(), Text: "stand.title", Verbs: []authz.Verb{access.MaySubstitute}}, references.Menu()}
}
