package portal

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// aboutPortal says in a form that it is the portal that fails.
const aboutPortal = "portal"

// ofPortal is the service that the portal is: supported like any other.
func (p *pages) ofPortal(c *web.Ctx) (ticket.ServiceID, error) {
	i, err := p.Service.Ensure(c.Context(), directory.OrgID(c.Actor().Org), service.Portal)
	if err != nil || !i.Active {
		return 0, err
	}
	return ticket.ServiceID(i.ID), nil
}

func (v reportView) aboutPortal() bool {
	return v.kind == ticket.Incident && v.form.Get("about") == aboutPortal
}

func (v reportView) hidden() []ui.HiddenView {
	if !v.aboutPortal() {
		return nil
	}
	return []ui.HiddenView{{Name: "about", Value: aboutPortal}}
}
