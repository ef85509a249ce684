package access

import (
	"context"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// central reports whether a role counts only when a second person has confirmed it: the product says so, or the role holds
// a verb that among the product's roles the central ones alone hold.
func (s *Service) central(role Role) bool {
	if spec := s.spec(role.Key); spec != nil {
		return spec.Central
	}
	return slices.ContainsFunc(role.Verbs, s.guarded)
}

// guarded reports whether a verb is held by central roles alone.
func (s *Service) guarded(v authz.Verb) bool {
	held := false
	for _, r := range s.roles {
		if slices.Contains(r.Verbs, v) {
			if !r.Central {
				return false
			}
			held = true
		}
	}
	return held
}

// adminRole is the role of whoever looks after an organisation.
const adminRole = "admin"

// first reports whether this gives an organisation its first administrator: there is nobody yet who could confirm.
func first(ctx context.Context, q sqldb.Querier, role Role, reach authz.Reach, of int64) (bool, error) {
	if role.Key != adminRole || reach != authz.Organisation {
		return false, nil
	}
	n, err := sqldb.One(ctx, q, adminsOf, sqldb.Value[int64], of)
	return n == 0, err
}

var adminsOf = sqldb.Q("access.admins", `
	select count(*) from role_grant g join role r on r.id = g.role_id
	where r.key = '`+adminRole+`' and g.reach = 'organisation' and g.of_id = $1 and not g.waiting`)
