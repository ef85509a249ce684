package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Held is a role that somebody has just now, without what it reaches: what an agent needs to know of a caller.
type Held struct {
	Key, Sv, En string
	For         directory.PersonID // The person whose substitute they are.
}

// Name is what the role is called in a language.
func (h Held) Name(l i18n.Lang) string { return Role{Sv: h.Sv, En: h.En}.Name(l) }

// RolesOf returns the roles that a person has now, each once, to the person and to whoever may read the person. Somebody
// out of reach has none. One statement.
func (s *Service) RolesOf(ctx context.Context, by authz.Actor, id directory.PersonID) ([]Held, error) {
	var w sqldb.Where
	if int64(id) != by.Person && !by.IsSystem() {
		condition, args := directory.PeopleSeen(by).For("p").SQL()
		w.And(condition, args...)
	}
	now := sqldb.Time(s.db.Now())
	w.And("g.person_id = ? and p.active and not g.waiting and g.ended_at is null and g.valid_from <= ? and (g.valid_to is null or g.valid_to > ?)", int64(id), now, now)
	text := `select r.key, r.name_sv, r.name_en, max(coalesce(g.for_id, 0)) from role_grant g join role r on r.id = g.role_id join person p on p.id = g.person_id
		where ` + w.SQL() + ` group by r.key, r.name_sv, r.name_en order by r.key limit 30`
	return sqldb.All(ctx, s.db, sqldb.Q("access.roles_of", text), func(r sqldb.Row) (Held, error) {
		var h Held
		return h, r.Scan(&h.Key, &h.Sv, &h.En, &h.For)
	}, w.Args()...)
}
