package access

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Role is a named set of verbs.
type Role struct {
	Key     string
	Sv, En  string
	Builtin bool // The product keeps its verbs.
	Version int64
	Verbs   []authz.Verb
	Reaches []authz.Reach // Where it may be granted.
	id      int64
}

// Name returns the role's name in a language.
func (r Role) Name(l i18n.Lang) string {
	if l == i18n.English && r.En != "" {
		return r.En
	}
	return r.Sv
}

func roleByKey(ctx context.Context, q sqldb.Querier, key string) (Role, error) {
	r, found, err := sqldb.Maybe(ctx, q, roleOfKey, scanRole, key)
	if err != nil {
		return Role{}, err
	}
	if !found {
		var bad errs.Fields
		bad.Add("role", "field.choice")
		return Role{}, bad.Err()
	}
	r.Verbs, err = sqldb.All(ctx, q, verbsOfRole, sqldb.Value[authz.Verb], r.id)
	return r, err
}

func scanRole(row sqldb.Row) (Role, error) {
	var r Role
	err := row.Scan(&r.id, &r.Key, &r.Sv, &r.En, &r.Builtin, &r.Version)
	return r, err
}

// spec returns the product's own role of that key, or nil.
func (s *Service) spec(key string) *RoleSpec {
	for i := range s.roles {
		if s.roles[i].Key == key {
			return &s.roles[i]
		}
	}
	return nil
}

// RoleNames lists all roles without their verbs: what a role is called is no secret.
func (s *Service) RoleNames(ctx context.Context) ([]Role, error) {
	return sqldb.All(ctx, s.db, allRoles, scanRole)
}

// RoleName is what a role of the product is called; the key of any other.
func (s *Service) RoleName(key string, l i18n.Lang) string {
	if spec := s.spec(key); spec != nil {
		return Role{Sv: spec.Sv, En: spec.En}.Name(l)
	}
	return key
}
