package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// Centre returns a page of the contact centre's cases, whoever there registered them. Errors: errs.Forbidden.
func (s *Service) Centre(ctx context.Context, by authz.Actor, f Filter, at string) (Page, error) {
	scope := centre(by)
	if scope.Empty() {
		return Page{}, errs.Denied(string(MayCentre))
	}
	return s.list(ctx, by, listed{scope: scope}, f, at, PageSize)
}

// OfCentre reports whether the case is the contact centre's and the actor works there: they speak in it like the
// colleague who registered it.
func OfCentre(by authz.Actor, t *Ticket) bool {
	return t.Via == ViaCentre && by.Has(MayCentre, authz.Organisation) && by.MayIn(MayCentre, authz.Organisation, int64(t.Org))
}
