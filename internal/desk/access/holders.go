package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// mostHolders bounds who is named.
const mostHolders = 2000

var selectHolders = sqldb.Q("access.holders", `
	select distinct g.person_id from role_grant g join role_verb v on v.role_id = g.role_id
	where v.verb = $1 and g.valid_from <= $4 and (g.valid_to is null or g.valid_to > $4) and g.ended_at is null
		and (g.reach = 'desk' and g.of_id = $3 or g.reach = 'organisation' and g.of_id = $2 or g.reach = 'everywhere')
	order by g.person_id limit $5`)

// Holders returns who holds a verb for a desk now, for a use case that hands something to a colleague: it decides who may
// ask. Whoever holds it as a substitute is among them.
func Holders(ctx context.Context, q sqldb.Querier, verb authz.Verb, org directory.OrgID, desk directory.DeskID) ([]directory.PersonID, error) {
	return sqldb.All(ctx, q, selectHolders, sqldb.Value[directory.PersonID], string(verb), int64(org), int64(desk), sqldb.Time(q.Now()), mostHolders)
}
