package access

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// RoleStream is the kind of the event stream of a role.
const RoleStream = "role"

// RoleChanged tells that a role of the installation's own was made or changed.
const RoleChanged = "role.changed"

// RoleTold is the payload of role.changed.
type RoleTold struct {
	Role  string       `json:"role"`
	Verbs []authz.Verb `json:"verbs"`
}

// RoleInput is what is said about a role of the installation's own.
type RoleInput struct {
	Key    string
	Sv, En string
	Verbs  []authz.Verb
}

// Roles lists all roles with their verbs, for whoever grants or writes them.
func (s *Service) Roles(ctx context.Context, by authz.Actor) ([]Role, error) {
	if !by.May(RoleGrant) && !by.May(RoleWrite) {
		return nil, errs.Denied(string(RoleGrant))
	}
	roles, err := sqldb.All(ctx, s.db, allRoles, scanRole)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, r := range roles {
		at[r.id] = i
		if spec := s.spec(r.Key); spec != nil {
			roles[i].Reaches = spec.Reaches
		} else {
			roles[i].Reaches = []authz.Reach{authz.Organisation, authz.Desk, authz.Group, authz.Site, authz.Supplier, authz.Unit, authz.Everywhere}
		}
	}
	_, err = sqldb.All(ctx, s.db, allRoleVerbs, func(r sqldb.Row) (struct{}, error) {
		var id int64
		var v authz.Verb
		err := r.Scan(&id, &v)
		if i, ok := at[id]; ok {
			roles[i].Verbs = append(roles[i].Verbs, v)
		}
		return struct{}{}, err
	})
	return roles, err
}

// SaveRole makes a role (version 0) or changes one over the version that the actor had before their eyes. The actor must
// hold every verb that goes in or comes out, everywhere: roles are shared by all organisations. Roles of the product
// cannot be changed.
func (s *Service) SaveRole(ctx context.Context, by authz.Actor, version int64, in RoleInput) error {
	if !by.MayIn(RoleWrite, authz.Everywhere, 0) {
		return errs.Denied(string(RoleWrite))
	}
	if err := s.checkRole(&in).Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		role, found, err := sqldb.Maybe(ctx, tx, roleOfKey, scanRole, in.Key)
		if err != nil {
			return err
		}
		if found {
			if role.Verbs, err = sqldb.All(ctx, tx, verbsOfRole, sqldb.Value[authz.Verb], role.id); err != nil {
				return err
			}
		}
		if role.Builtin {
			return errs.E(errs.Forbidden, "role.builtin")
		}
		if role.Version != version {
			return errs.E(errs.Conflict, "role.conflict")
		}
		if err := mayPass(ctx, tx, by, append(slices.Clone(role.Verbs), in.Verbs...), authz.Everywhere, 0); err != nil {
			return err
		}
		if err := s.heldRole(ctx, tx, by, role, in.Verbs); err != nil {
			return err
		}
		return s.writeRole(ctx, tx, by, role, in)
	})
}

// heldRole refuses a central verb in a role that somebody has already: the four eyes that a central role takes would be
// gone around.
func (s *Service) heldRole(ctx context.Context, tx *sqldb.Tx, by authz.Actor, role Role, verbs []authz.Verb) error {
	gains := slices.ContainsFunc(verbs, func(v authz.Verb) bool { return s.guarded(v) && !slices.Contains(role.Verbs, v) })
	if !gains || role.id == 0 || by.IsSystem() || s.central(role) {
		return nil
	}
	n, err := sqldb.One(ctx, tx, livingOfRole, sqldb.Value[int64], role.id, sqldb.Time(tx.Now()))
	if err == nil && n > 0 {
		err = errs.E(errs.Conflict, "role.central.held")
	}
	return err
}

func (s *Service) writeRole(ctx context.Context, tx *sqldb.Tx, by authz.Actor, role Role, in RoleInput) error {
	id, err := tx.Insert(ctx, saveRole, in.Key, in.Sv, in.En)
	if err != nil {
		return err
	}
	if err := writeVerbs(ctx, tx, id, in.Verbs); err != nil {
		return err
	}
	told := RoleTold{in.Key, in.Verbs}
	if _, err := s.events.Append(ctx, tx, by, event.Draft{
		Kind: RoleStream, Stream: id, Pos: role.Version + 1, Type: RoleChanged, Payload: told,
	}); err != nil {
		return err
	}
	return audit.Log(ctx, tx, by, audit.RoleChanged, "role", id, told)
}

// checkRole cleans the input in place and reports what is wrong. Only verbs that some role of the product knows exist.
func (s *Service) checkRole(in *RoleInput) errs.Fields {
	var bad errs.Fields
	in.Key, in.Sv, in.En = strings.ToLower(clean.Line(in.Key, 40)), clean.Line(in.Sv, 100), clean.Line(in.En, 100)
	if in.Key == "" || strings.HasPrefix(in.Key, BaseRole) || strings.ContainsAny(in.Key, " /") {
		bad.Add("key", "field.key")
	}
	if in.Sv == "" {
		bad.Add("sv", "field.required")
	}
	if in.En == "" {
		bad.Add("en", "field.required")
	}
	slices.Sort(in.Verbs)
	in.Verbs = slices.Compact(in.Verbs)
	known := s.Verbs()
	for _, v := range in.Verbs {
		if !slices.Contains(known, v) {
			bad.Add("verbs", "role.verb.unknown", "verb", string(v))
		}
	}
	return bad
}

// Verbs lists every verb that a role of the product holds: what a role can be made of.
func (s *Service) Verbs() []authz.Verb {
	var all []authz.Verb
	for _, r := range s.roles {
		all = append(all, r.Verbs...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var (
	livingOfRole = sqldb.Q("access.role.living", `
		select count(*) from role_grant where role_id = $1 and ended_at is null and (valid_to is null or valid_to > $2)`)
	allRoles     = sqldb.Q("access.roles", `select id, key, name_sv, name_en, builtin, version from role order by builtin desc, key`)
	allRoleVerbs = sqldb.Q("access.roles.verbs", `select role_id, verb from role_verb order by role_id, verb`)
	saveRole     = sqldb.Q("access.role.save", `
		insert into role (key, name_sv, name_en, builtin, version) values ($1, $2, $3, false, 1)
		on conflict (key) do update set name_sv = excluded.name_sv, name_en = excluded.name_en, version = role.version + 1
		returning id`)
)
