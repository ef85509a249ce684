package directory

import (
	"context"
	"strings"

	"lotsen/internal/kit/sqldb"
)

var personByEmail = sqldb.Q("directory.person.by_email", selectPerson+`p.email = $1 and p.org_id = $2 and p.active order by p.id limit 2`)

// ByEmail returns the active person of an organisation whom an address belongs to; the zero Person when there is none,
// or more than one. An address is a claim and no proof: nobody gains a right by it. For channels, inside their
// transaction.
func ByEmail(ctx context.Context, q sqldb.Querier, org OrgID, address string) (Person, error) {
	if address == "" {
		return Person{}, nil
	}
	people, err := sqldb.All(ctx, q, personByEmail, scanPerson, strings.ToLower(address), int64(org))
	if err != nil || len(people) != 1 {
		return Person{}, err
	}
	return people[0], nil
}
